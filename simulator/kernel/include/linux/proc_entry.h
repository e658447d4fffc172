/* What stands behind a file in /proc; the model's own. */
#ifndef _LINUX_PROC_ENTRY_H
#define _LINUX_PROC_ENTRY_H

#include <linux/list.h>
#include <linux/types.h>

struct dentry;
struct file_operations;
struct proc_ops;
struct seq_file;
struct seq_operations;

struct proc_dir_entry {
	struct dentry *dentry;
	const struct proc_ops *ops;
	const struct seq_operations *seq_ops;
	int (*show)(struct seq_file *m, void *element);
	unsigned int state_size;
	void *data;
	int active; /* calls under way */
	bool removed;
	struct list_head openers;
};

/* A file by its name; with neither function nor text a directory, with a text alone a link. The function's file has the row in `private`, or a number of a process. */
struct proc_row {
	const char *name;
	umode_t mode;
	int (*show)(struct seq_file *m, void *element);
	const char *text;
};

/* fs/proc/rows.c */
struct dentry *__proc_make_of(struct dentry *directory, const struct proc_row *row, const char *name, void *data);
struct dentry *__proc_make_row(struct dentry *directory, const char *name, size_t length);
int __net_dev_show(struct seq_file *m, void *element);
/* fs/proc/array.c: the same for the directory of a process or thread */
int __proc_status_show(struct seq_file *m, void *element);
struct dentry *__proc_make_pid_row(struct dentry *directory, const char *name, size_t length);
/* kernel/irq/proc.c: the same below /proc/irq */
struct dentry *__irq_proc_make(struct dentry *directory, const char *path, const char *name, size_t length);
void __irq_sums_show(struct seq_file *m);
/* kernel/softirq.c */
unsigned long __softirq_count(unsigned int number, int cpu);
extern const char *const __softirq_names[];

/* fs/proc/inode.c */
extern const struct file_operations __proc_file_operations;
void __proc_close_entry(struct proc_dir_entry *entry);

/* What other rooms show of themselves. */
int __chrdev_show(struct seq_file *m, void *element);
int __misc_show(struct seq_file *m, void *element);
int __modules_show(struct seq_file *m, void *element);
int __interrupts_show(struct seq_file *m, void *element);
int __iomem_show(struct seq_file *m, void *element);
int __ioports_show(struct seq_file *m, void *element);

#endif
