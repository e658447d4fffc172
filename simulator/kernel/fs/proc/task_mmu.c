/* What /proc shows of memory: the areas of each process, its pages, and who else has them. */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kstrtox.h>
#include <linux/mm.h>
#include <linux/proc_entry.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

enum memory_text { MAPS, SMAPS, SMAPS_ROLLUP, STATM };
enum page_words { PAGEMAP, PAGE_COUNT, PAGE_FLAGS };

/* process/proc-functions.ts */
unsigned long __memory_text(int kind, int pid, char *buffer, unsigned long room);
void __clear_refs(int pid, int kind);
unsigned long __page_words(int kind, int pid, unsigned long first, unsigned long count, u64 *buffer);

static int show_text(struct seq_file *m, int kind, void *pid)
{
	unsigned long room = m->size - m->count, length = __memory_text(kind, (long)pid, m->buf + m->count, room);

	/* A buffer that is full is too small: this is called again with a larger one. */
	m->count = length < room ? m->count + length : m->size;
	return 0;
}

static int maps_show(struct seq_file *m, void *element) { return show_text(m, MAPS, m->private); }
static int smaps_show(struct seq_file *m, void *element) { return show_text(m, SMAPS, m->private); }
static int smaps_rollup_show(struct seq_file *m, void *element) { return show_text(m, SMAPS_ROLLUP, m->private); }
static int statm_show(struct seq_file *m, void *element) { return show_text(m, STATM, m->private); }

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

/* 1: all pages, 2: anonymous ones, 3: those of files are as if never used; 4: dirty pages, which this kernel does not track; 5: the most that was resident. */
static ssize_t clear_refs_write(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	long kind;
	int error = kstrtol_from_user(buffer, count, 10, &kind);

	if (error)
		return error;
	if (kind < 1 || kind > 5)
		return -EINVAL;
	__clear_refs((long)pde_data(file_inode(file)), kind);
	return count;
}

static const struct proc_ops clear_refs_ops = { .proc_write = clear_refs_write, .proc_lseek = noop_llseek };
static const struct proc_ops pagemap_ops = { .proc_read = pagemap_read, .proc_lseek = words_lseek };
static const struct proc_ops page_count_ops = { .proc_read = page_count_read, .proc_lseek = words_lseek };
static const struct proc_ops page_flags_ops = { .proc_read = page_flags_read, .proc_lseek = words_lseek };

void __task_mmu_init(void)
{
	__proc_register_pid_show("maps", 0444, maps_show);
	__proc_register_pid_show("smaps", 0444, smaps_show);
	__proc_register_pid_show("smaps_rollup", 0444, smaps_rollup_show);
	__proc_register_pid_show("statm", 0444, statm_show);
	__proc_register_pid_show("status", 0444, __proc_status_show);
	__proc_register_pid_file("pagemap", 0400, &pagemap_ops);
	__proc_register_pid_file("clear_refs", 0200, &clear_refs_ops);
	proc_create("kpagecount", 0400, NULL, &page_count_ops);
	proc_create("kpageflags", 0400, NULL, &page_flags_ops);
}
