/* System calls as the kernel names them inside. */
#ifndef _LINUX_SYSCALLS_H
#define _LINUX_SYSCALLS_H

#include <linux/fs.h>
#include <linux/types.h>

/* kernel/mm/mmap.c */
long ksys_mmap(unsigned long address, unsigned long length, unsigned long protection, unsigned long flags,
	       unsigned long fd, unsigned long offset);
long ksys_munmap(unsigned long address, size_t length);
long ksys_brk(unsigned long end);
long ksys_mprotect(unsigned long start, size_t length, unsigned long rights);
long ksys_mremap(unsigned long address, unsigned long old, unsigned long length, unsigned long flags,
		 unsigned long wanted);
long ksys_msync(unsigned long start, size_t length, int flags);
long ksys_mincore(unsigned long start, size_t length, unsigned char __user *result);
long ksys_madvise(unsigned long start, size_t length, int advice);
long ksys_mlock(unsigned long start, size_t length);
long ksys_mlock2(unsigned long start, size_t length, int flags);
long ksys_munlock(unsigned long start, size_t length);
long ksys_mlockall(int flags);
long ksys_munlockall(void);

/* kernel/fork.c. `entry`: what a child with a stack of its own begins with. */
long ksys_clone(unsigned long flags, unsigned long stack, int __user *parent_tid, int __user *child_tid,
		unsigned long entry);
long ksys_fork(void);
long ksys_wait4(pid_t pid, int __user *status, int options);
long ksys_getppid(void);
long ksys_getrusage(int who, void __user *result);

/* fs/stat.c and fs/select.c */
long ksys_lstat(const char __user *path, void __user *result);
long ksys_access(const char __user *path, int mode);
long ksys_getcwd(char __user *buffer, unsigned long size);
long ksys_mkdir(const char __user *path, umode_t mode);
long ksys_rmdir(const char __user *path);
long ksys_readlink(const char __user *path, char __user *buffer, int size);
long ksys_getdents64(unsigned int fd, void __user *buffer, unsigned int count);
long ksys_stat(const char __user *path, void __user *result);
long ksys_fstat(unsigned int fd, void __user *result);
long ksys_unlink(const char __user *path);
long ksys_truncate(unsigned int fd, loff_t length);
long ksys_fallocate(unsigned int fd, int mode, loff_t offset, loff_t length);
long ksys_mknod(const char __user *path, umode_t mode, unsigned int device);
long ksys_poll(void __user *descriptors, unsigned int count, int timeout_ms);

/* kernel/syscalls.c */
long __do_syscall(long number, long a, long b, long c, long d, long e, long f);

/* kernel/futex.c */
long ksys_futex(unsigned int __user *address, int operation, unsigned int value, const void __user *time,
		unsigned int bits);
long __wake_futex(unsigned int __user *address, int count, unsigned int bits);

/* A driver that includes this header has these too. */
#include <linux/cpu.h>
#include <linux/device.h>
#include <linux/hardirq.h>
#include <linux/irq_work.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/poll.h>
#include <linux/seq_file.h>
#include <linux/sizes.h>

#endif
