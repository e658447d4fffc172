/* The descriptors of a process. */
#ifndef __LINUX_FDTABLE_H
#define __LINUX_FDTABLE_H

#include <linux/fs.h>

#define FD_LIMIT 1024

struct files_struct {
	int count; /* processes and threads that have it */
	unsigned int next; /* none from here on is open */
	struct file *fd[FD_LIMIT];
	bool close_on_exec[FD_LIMIT]; /* nothing is ever executed: kept for who asks */
};

struct files_struct *__current_files(void);
struct file *__alloc_file(const struct file_operations *operations, int flags);
extern struct file __reserved_file; /* stands where a descriptor is taken and not yet open: fs/anon_inodes.c */
int __install_fd(struct file *file, unsigned int from);
void __set_close_on_exec(unsigned int fd, bool on);
long ksys_dup3(unsigned int from, unsigned int to, int flags);

/* A driver that includes this header has these too. */
#include <linux/bottom_half.h>
#include <linux/capability.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/find.h>
#include <linux/hash.h>
#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/llist.h>
#include <linux/nospec.h>
#include <linux/notifier.h>
#include <linux/percpu-defs.h>
#include <linux/pfn.h>
#include <linux/random.h>
#include <linux/ratelimit.h>
#include <linux/rbtree.h>
#include <linux/rwlock.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/semaphore.h>
#include <linux/seqlock.h>
#include <linux/swab.h>
#include <linux/swait.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>
#include <linux/uuid.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

#endif
