/* Open files of /proc: a shield between processes and the driver whose entry may go at any time. */
#include <linux/err.h>
#include <linux/eventpoll.h>
#include <linux/proc_fs.h>
#include <linux/proc_entry.h>
#include <linux/sched.h>
#include <linux/slab.h>

/* One open file; gone from the list when the driver's release() has run. */
struct proc_opener {
	struct list_head list;
	struct file *file;
};

static struct proc_dir_entry *entry_of(const struct file *file)
{
	return file->f_inode->i_private;
}

static bool enter_entry(struct proc_dir_entry *entry)
{
	if (entry->removed)
		return false;
	entry->active++;
	return true;
}

#define PROC_CALL(result, name, member, missing, parameters, call)      \
static result proc_reg_##name parameters                                \
{                                                                       \
	struct proc_dir_entry *entry = entry_of(file);                  \
	result answer;                                                  \
	if (!enter_entry(entry))                                        \
		return -EIO;                                            \
	answer = entry->ops->member ? entry->ops->call : missing;       \
	entry->active--;                                                \
	return answer;                                                  \
}

PROC_CALL(loff_t, llseek, proc_lseek, -ESPIPE, (struct file *file, loff_t offset, int whence),
	  proc_lseek(file, offset, whence))
PROC_CALL(ssize_t, write, proc_write, -EIO, (struct file *file, const char __user *buffer, size_t count, loff_t *position),
	  proc_write(file, buffer, count, position))
PROC_CALL(long, ioctl, proc_ioctl, -ENOTTY, (struct file *file, unsigned int command, unsigned long argument),
	  proc_ioctl(file, command, argument))
PROC_CALL(int, mmap, proc_mmap, -EIO, (struct file *file, struct vm_area_struct *vma), proc_mmap(file, vma))

static ssize_t proc_reg_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	struct proc_dir_entry *entry = entry_of(file);
	ssize_t answer = -EIO;

	if (!enter_entry(entry))
		return -EIO;
	if (entry->ops->proc_read_iter)
		answer = __read_with_iter(entry->ops->proc_read_iter, file, buffer, count, position);
	else if (entry->ops->proc_read)
		answer = entry->ops->proc_read(file, buffer, count, position);
	entry->active--;
	return answer;
}

static __poll_t proc_reg_poll(struct file *file, struct poll_table_struct *table)
{
	struct proc_dir_entry *entry = entry_of(file);
	__poll_t answer = DEFAULT_POLLMASK;

	if (!enter_entry(entry))
		return answer;
	if (entry->ops->proc_poll)
		answer = entry->ops->proc_poll(file, table);
	entry->active--;
	return answer;
}

static void note_opener(struct proc_dir_entry *entry, struct file *file, struct proc_opener *opener)
{
	opener->file = file;
	list_add(&opener->list, &entry->openers);
}

static int proc_reg_open(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *entry = inode->i_private;
	struct proc_opener *opener;
	int error = 0;

	if (!enter_entry(entry))
		return -ENOENT;
	if (!entry->ops->proc_lseek)
		file->f_mode &= ~FMODE_LSEEK;
	opener = entry->ops->proc_release ? kmalloc(sizeof(*opener), GFP_KERNEL) : NULL;
	if (entry->ops->proc_release && !opener)
		error = -ENOMEM;
	else if (entry->ops->proc_open)
		error = entry->ops->proc_open(inode, file);
	if (!error && opener)
		note_opener(entry, file, opener);
	else
		kfree(opener);
	entry->active--;
	return error;
}

static void close_opener(struct proc_dir_entry *entry, struct proc_opener *opener)
{
	list_del(&opener->list);
	entry->ops->proc_release(opener->file->f_inode, opener->file);
	kfree(opener);
}

static int proc_reg_release(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *entry = inode->i_private;
	struct proc_opener *opener;

	list_for_each_entry(opener, &entry->openers, list)
		if (opener->file == file) {
			close_opener(entry, opener);
			break;
		}
	return 0;
}

/* From now on every use fails; those under way are waited for, and the driver hears the end of each open file. */
void __proc_close_entry(struct proc_dir_entry *entry)
{
	if (!entry)
		return;
	entry->removed = true;
	while (entry->active)
		yield();
	while (!list_empty(&entry->openers))
		close_opener(entry, list_first_entry(&entry->openers, struct proc_opener, list));
}

const struct file_operations __proc_file_operations = {
	.llseek = proc_reg_llseek,
	.read = proc_reg_read,
	.write = proc_reg_write,
	.poll = proc_reg_poll,
	.unlocked_ioctl = proc_reg_ioctl,
	.mmap = proc_reg_mmap,
	.open = proc_reg_open,
	.release = proc_reg_release,
};
