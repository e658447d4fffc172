/* /proc/sys/vm: numbers that say how memory is managed. */
#include <linux/kstrtox.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>

/* process/memory-settings.ts */
int __memory_setting_name(int index, char *buffer);
long __memory_setting(int index);
int __set_memory_setting(int index, long value);

static int setting_show(struct seq_file *m, void *element)
{
	seq_printf(m, "%ld\n", __memory_setting((long)m->private));
	return 0;
}

static int setting_open(struct inode *inode, struct file *file)
{
	return single_open(file, setting_show, pde_data(inode));
}

static ssize_t setting_write(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	long value;
	int err = kstrtol_from_user(buffer, count, 0, &value);

	if (!err)
		err = __set_memory_setting((long)pde_data(file_inode(file)), value);
	return err ? err : (ssize_t)count;
}

static const struct proc_ops setting_proc_ops = {
	.proc_open = setting_open,
	.proc_read = seq_read,
	.proc_write = setting_write,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
};

void __proc_vm_init(struct proc_dir_entry *sys)
{
	struct proc_dir_entry *vm = proc_mkdir("vm", sys);
	char name[64];

	for (long index = 0; __memory_setting_name(index, name); index++)
		proc_create_data(name, 0644, vm, &setting_proc_ops, (void *)index);
}
