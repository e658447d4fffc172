/* The descriptors of a process. */
#ifndef __LINUX_FDTABLE_H
#define __LINUX_FDTABLE_H

#include <linux/fs.h>

#define FD_LIMIT 256

struct files_struct {
	int count; /* processes and threads that have it */
	struct file *fd[FD_LIMIT];
};

struct files_struct *__current_files(void);
struct file *__alloc_file(const struct file_operations *operations, int flags);
int __install_fd(struct file *file, unsigned int from);

#endif
