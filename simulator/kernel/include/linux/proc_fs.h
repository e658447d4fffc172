/* Files in /proc. */
#ifndef _LINUX_PROC_FS_H
#define _LINUX_PROC_FS_H

#include <linux/fs.h>
#include <linux/mm_types.h>
#include <linux/types.h>

struct poll_table_struct;
struct proc_dir_entry;
struct seq_file;
struct seq_operations;

enum {
	PROC_ENTRY_PERMANENT = 1U << 0,
};

struct proc_ops {
	unsigned int proc_flags;
	int (*proc_open)(struct inode *inode, struct file *file);
	ssize_t (*proc_read)(struct file *file, char __user *buffer, size_t count, loff_t *position);
	ssize_t (*proc_read_iter)(struct kiocb *iocb, struct iov_iter *to);
	ssize_t (*proc_write)(struct file *file, const char __user *buffer, size_t count, loff_t *position);
	loff_t (*proc_lseek)(struct file *file, loff_t offset, int whence);
	int (*proc_release)(struct inode *inode, struct file *file);
	__poll_t (*proc_poll)(struct file *file, struct poll_table_struct *table);
	long (*proc_ioctl)(struct file *file, unsigned int command, unsigned long argument);
	long (*proc_compat_ioctl)(struct file *file, unsigned int command, unsigned long argument);
	int (*proc_mmap)(struct file *file, struct vm_area_struct *vma);
	unsigned long (*proc_get_unmapped_area)(struct file *file, unsigned long address, unsigned long length,
						unsigned long offset, unsigned long flags);
};

/* fs/proc/generic.c */
struct proc_dir_entry *proc_create_data(const char *name, umode_t mode, struct proc_dir_entry *parent,
					const struct proc_ops *operations, void *data);
struct proc_dir_entry *proc_create(const char *name, umode_t mode, struct proc_dir_entry *parent,
				   const struct proc_ops *operations);
struct proc_dir_entry *proc_create_seq_private(const char *name, umode_t mode, struct proc_dir_entry *parent,
					       const struct seq_operations *operations, unsigned int state_size,
					       void *data);
struct proc_dir_entry *proc_create_single_data(const char *name, umode_t mode, struct proc_dir_entry *parent,
					       int (*show)(struct seq_file *m, void *element), void *data);
struct proc_dir_entry *proc_mkdir(const char *name, struct proc_dir_entry *parent);
struct proc_dir_entry *proc_mkdir_mode(const char *name, umode_t mode, struct proc_dir_entry *parent);
struct proc_dir_entry *proc_mkdir_data(const char *name, umode_t mode, struct proc_dir_entry *parent, void *data);
struct proc_dir_entry *proc_symlink(const char *name, struct proc_dir_entry *parent, const char *target);
void proc_set_size(struct proc_dir_entry *entry, loff_t size);
void proc_set_user(struct proc_dir_entry *entry, kuid_t uid, kgid_t gid);
void proc_remove(struct proc_dir_entry *entry);
void remove_proc_entry(const char *name, struct proc_dir_entry *parent);
int remove_proc_subtree(const char *name, struct proc_dir_entry *parent);
void *pde_data(const struct inode *inode);
void *proc_get_parent_data(const struct inode *inode);

#define proc_create_seq_data(name, mode, parent, operations, data) \
	proc_create_seq_private(name, mode, parent, operations, 0, data)
#define proc_create_seq(name, mode, parent, operations) \
	proc_create_seq_private(name, mode, parent, operations, 0, NULL)
#define proc_create_single(name, mode, parent, show) proc_create_single_data(name, mode, parent, show, NULL)

/* Up to 5.16; 6.1 has pde_data() alone. */
#define PDE_DATA(inode) pde_data(inode)

/* Files of every process, under /proc/<pid>: `data`, which pde_data() gives, is the pid itself. Of the model. */
int __proc_register_pid_file(const char *name, umode_t mode, const struct proc_ops *operations);
int __proc_register_pid_show(const char *name, umode_t mode, int (*show)(struct seq_file *m, void *element));
void __proc_forget_pid(pid_t pid);

#define DEFINE_PROC_SHOW_ATTRIBUTE(name)                                        \
static int name##_open(struct inode *inode, struct file *file)                  \
{                                                                               \
	return single_open(file, name##_show, pde_data(inode));                 \
}                                                                               \
static const struct proc_ops name##_proc_ops = {                                \
	.proc_open = name##_open,                                               \
	.proc_read = seq_read,                                                  \
	.proc_lseek = seq_lseek,                                                \
	.proc_release = single_release,                                         \
}

#include <linux/seq_file.h>

#endif
