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
