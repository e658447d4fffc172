/* Flags of open files, and signals that say a file has become ready. */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/slab.h>

/* 1: added, 0: nothing changed or removed. */
int fasync_helper(int fd, struct file *file, int on, struct fasync_struct **list)
{
	struct fasync_struct **link = list, *entry;

	while (*link && (*link)->fa_file != file)
		link = &(*link)->fa_next;
	entry = *link;
	if (on) {
		file->f_flags |= FASYNC;
		if (entry) {
			entry->fa_fd = fd;
			return 0;
		}
		entry = kzalloc(sizeof(*entry), GFP_KERNEL);
		if (!entry)
			return -ENOMEM;
		entry->fa_file = file;
		entry->fa_fd = fd;
		entry->fa_next = *list;
		*list = entry;
		return 1;
	}
	file->f_flags &= ~FASYNC;
	if (!entry)
		return 0;
	*link = entry->fa_next;
	kfree(entry);
	return 1;
}

/* A file that nobody owns tells nobody. SIGURG has a way of its own. */
void kill_fasync(struct fasync_struct **list, int signal, int band)
{
	struct fasync_struct *entry;

	for (entry = *list; entry; entry = entry->fa_next) {
		struct file *file = entry->fa_file;

		if (file->f_owner.pid && !(signal == SIGURG && !file->f_owner.signum))
			kill_pid_number(file->f_owner.pid, file->f_owner.signum ? file->f_owner.signum : SIGIO);
	}
}

#define CHANGEABLE (O_APPEND | O_NONBLOCK | O_DIRECT | FASYNC)

int __set_file_flags(int fd, struct file *file, unsigned long flags)
{
	int error = 0;

	if (((flags ^ file->f_flags) & FASYNC) && file->f_op->fasync)
		error = file->f_op->fasync(fd, file, (flags & FASYNC) != 0);
	if (error < 0)
		return error;
	file->f_flags = (file->f_flags & ~CHANGEABLE) | (flags & CHANGEABLE);
	return 0;
}
