/* Counters that a program waits for by a file: how drivers tell a program of events without a file of their own. */
#ifndef _LINUX_EVENTFD_H
#define _LINUX_EVENTFD_H

#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/types.h>
#include <linux/wait.h>

#define EFD_SEMAPHORE 1
#define EFD_CLOEXEC O_CLOEXEC
#define EFD_NONBLOCK O_NONBLOCK

struct eventfd_ctx;
struct file;

/* fs/eventfd.c */
struct file *eventfd_fget(int fd);
struct eventfd_ctx *eventfd_ctx_fdget(int fd);
struct eventfd_ctx *eventfd_ctx_fileget(struct file *file);
void eventfd_ctx_put(struct eventfd_ctx *ctx);
__u64 eventfd_signal(struct eventfd_ctx *ctx, __u64 n);
long ksys_eventfd2(unsigned int count, int flags);

#endif
