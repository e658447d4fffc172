/* What /proc shows of memory: the areas of each process, its pages, and who else has them. */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/proc_entry.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

enum memory_text { MAPS, SMAPS, SMAPS_ROLLUP, STATM, STATUS };
enum page_words { PAGEMAP, PAGE_COUNT, PAGE_FLAGS };

/* process/proc-functions.ts */
unsigned long __memory_text(int kind, int pid, unsigned long offset, char *buffer, unsigned long room);
unsigned long __page_words(int kind, int pid, unsigned long first, unsigned long count, u64 *buffer);

static int show_text(struct seq_file *m, int kind, void *pid)
{
	unsigned long offset = 0, length;
	char *piece = kmalloc(PAGE_SIZE, GFP_KERNEL);

	if (!piece)
		return -ENOMEM;
	while ((length = __memory_text(kind, (long)pid, offset, piece, PAGE_SIZE)) > 0) {
		seq_puts(m, piece);
		offset += length;
	}
	kfree(piece);
	return 0;
}

static int maps_show(struct seq_file *m, void *element) { return show_text(m, MAPS, m->private); }
static int smaps_show(struct seq_file *m, void *element) { return show_text(m, SMAPS, m->private); }
static int smaps_rollup_show(struct seq_file *m, void *element) { return show_text(m, SMAPS_ROLLUP, m->private); }
static int statm_show(struct seq_file *m, void *element) { return show_text(m, STATM, m->private); }
static int status_show(struct seq_file *m, void *element) { return show_text(m, STATUS, m->private); }

/* Whole words at whole positions. */
static ssize_t read_words(int kind, int pid, char __user *buffer, size_t count, loff_t *position)
{
	u64 *piece;
	size_t done = 0;

	if (*position % sizeof(u64) || count % sizeof(u64))
		return -EINVAL;
	piece = kmalloc(PAGE_SIZE, GFP_KERNEL);
	if (!piece)
		return -ENOMEM;
	while (done < count) {
		size_t wanted = count - done < PAGE_SIZE ? count - done : PAGE_SIZE;
		size_t got = __page_words(kind, pid, *position / sizeof(u64), wanted / sizeof(u64), piece) * sizeof(u64);

		if (!got)
			break;
		if (copy_to_user(buffer + done, piece, got)) {
			kfree(piece);
			return -EFAULT;
		}
		done += got;
		*position += got;
	}
	kfree(piece);
	return done;
}

static ssize_t pagemap_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	return read_words(PAGEMAP, (long)pde_data(file_inode(file)), buffer, count, position);
}

static ssize_t page_count_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	return read_words(PAGE_COUNT, 0, buffer, count, position);
}

static ssize_t page_flags_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	return read_words(PAGE_FLAGS, 0, buffer, count, position);
}

static loff_t words_lseek(struct file *file, loff_t offset, int whence)
{
	if (whence == SEEK_CUR)
		offset += file->f_pos;
	else if (whence != SEEK_SET)
		return -EINVAL;
	file->f_pos = offset;
	return offset;
}

static const struct proc_ops pagemap_ops = { .proc_read = pagemap_read, .proc_lseek = words_lseek };
static const struct proc_ops page_count_ops = { .proc_read = page_count_read, .proc_lseek = words_lseek };
static const struct proc_ops page_flags_ops = { .proc_read = page_flags_read, .proc_lseek = words_lseek };

void __task_mmu_init(void)
{
	__proc_register_pid_show("maps", 0444, maps_show);
	__proc_register_pid_show("smaps", 0444, smaps_show);
	__proc_register_pid_show("smaps_rollup", 0444, smaps_rollup_show);
	__proc_register_pid_show("statm", 0444, statm_show);
	__proc_register_pid_show("status", 0444, status_show);
	__proc_register_pid_file("pagemap", 0400, &pagemap_ops);
	proc_create("kpagecount", 0400, NULL, &page_count_ops);
	proc_create("kpageflags", 0400, NULL, &page_flags_ops);
}
