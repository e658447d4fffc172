/* Entries in /proc of every kind; which calls of a seq_file's operations a read, a seek and a pread cause. */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>

static void *element(loff_t position)
{
	return position < 3 ? (void *)(position + 1) : NULL;
}

static void *list_start(struct seq_file *m, loff_t *position)
{
	pr_info("start %lld\n", *position);
	return element(*position);
}

static void *list_next(struct seq_file *m, void *v, loff_t *position)
{
	pr_info("next %lld\n", *position);
	return element(++*position);
}

static void list_stop(struct seq_file *m, void *v)
{
	pr_info("stop %ld\n", (long)v);
}

static int list_show(struct seq_file *m, void *v)
{
	pr_info("show %ld\n", (long)v);
	seq_printf(m, "e%ld\n", (long)v);
	return 0;
}

static const struct seq_operations list_ops = {
	.start = list_start, .stop = list_stop, .next = list_next, .show = list_show,
};

static int one_show(struct seq_file *m, void *v)
{
	seq_printf(m, "one %ld\n", (long)m->private);
	return 0;
}

static ssize_t hello_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	return simple_read_from_buffer(buffer, count, position, "hello", 5);
}

static int hello_release(struct inode *inode, struct file *file)
{
	pr_info("released, data %ld\n", (long)pde_data(inode));
	return 0;
}

static const struct proc_ops hello_ops = { .proc_read = hello_read, .proc_release = hello_release };

static struct proc_dir_entry *folder;

static ssize_t away_write(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	remove_proc_entry("h", folder);
	return count;
}

static const struct proc_ops away_ops = { .proc_write = away_write };

static int __init procfs_init(void)
{
	folder = proc_mkdir("folder", NULL);
	proc_create_seq("list", 0, folder, &list_ops);
	proc_create_single_data("one", 0, folder, one_show, (void *)7);
	proc_create_data("h", 0644, folder, &hello_ops, (void *)8);
	proc_create("folder/away", 0200, NULL, &away_ops);
	pr_info("twice %d\n", proc_mkdir("folder", NULL) != NULL);
	return 0;
}

static void __exit procfs_exit(void)
{
	remove_proc_entry("nope", NULL);
	remove_proc_subtree("folder", NULL);
}

module_init(procfs_init);
module_exit(procfs_exit);
MODULE_LICENSE("GPL");
