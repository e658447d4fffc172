/* Numbers and text of drivers in /proc/sys. */
#ifndef _LINUX_SYSCTL_H
#define _LINUX_SYSCTL_H

#include <linux/list.h>
#include <linux/types.h>

struct ctl_table;
typedef int proc_handler(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position);

struct ctl_table {
	const char *procname;
	void *data;
	int maxlen;
	umode_t mode;
	struct ctl_table *child;
	proc_handler *proc_handler;
	void *poll;
	void *extra1;
	void *extra2;
};

struct ctl_table_header;
struct ctl_path {
	const char *procname;
};

/* kernel/sysctl.c */
extern const int sysctl_vals[];
struct ctl_table_header *register_sysctl(const char *path, struct ctl_table *table);
struct ctl_table_header *register_sysctl_table(struct ctl_table *table);
void unregister_sysctl_table(struct ctl_table_header *header);
int proc_dostring(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position);
int proc_dobool(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position);
int proc_dointvec(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position);
int proc_douintvec(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position);
int proc_dointvec_minmax(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position);
int proc_douintvec_minmax(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position);
int proc_dou8vec_minmax(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position);
int proc_doulongvec_minmax(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position);
int proc_dointvec_jiffies(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position);
int proc_dointvec_ms_jiffies(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position);

#define SYSCTL_ZERO ((void *)&sysctl_vals[0])
#define SYSCTL_ONE ((void *)&sysctl_vals[1])
#define SYSCTL_TWO ((void *)&sysctl_vals[2])
#define SYSCTL_INT_MAX ((void *)&sysctl_vals[3])

#endif
