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
long ksys_wait4(pid_t pid, int __user *status, int options, void __user *usage);
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

long ksys_ppoll(void __user *descriptors, unsigned int count, struct timespec64 __user *timeout,
		const unsigned long __user *mask);
long ksys_rename(const char __user *from, const char __user *to);
long ksys_chmod(const char __user *path, umode_t mode);
long ksys_fchmod(unsigned int fd, umode_t mode);
long ksys_sync(void);

/* fs/pipe.c, timerfd.c, signalfd.c, eventpoll.c, ramfs.c */
long ksys_pipe2(int __user *ends, int flags);
long ksys_vmsplice(unsigned int fd, const struct iovec __user *pieces, unsigned long count, unsigned int flags);
long __pipe_size(struct file *file, bool set, unsigned long bytes);
struct __itimerspec {
	struct timespec64 it_interval, it_value;
};
long ksys_timerfd_create(int clock, int flags);
long ksys_timerfd_settime(int fd, int flags, const struct __itimerspec __user *new, struct __itimerspec __user *old);
long ksys_timerfd_gettime(int fd, struct __itimerspec __user *result);
long ksys_signalfd4(int fd, const unsigned long __user *mask, int flags);
long ksys_epoll_create1(int flags);
long ksys_epoll_ctl(int epfd, int operation, int fd, const void __user *event);
long ksys_epoll_pwait(int epfd, void __user *result, int most, int timeout_ms, const unsigned long __user *mask);
long ksys_memfd_create(const char __user *name, unsigned int flags);

/* kernel/sys.c and kernel/time/itimer.c */
struct rlimit;
struct itimerval;
long ksys_prlimit64(pid_t pid, unsigned int which, const struct rlimit __user *new, struct rlimit __user *old);
long __identity(int which);
long __set_identity(bool group, unsigned int id);
long __set_identities(bool group, unsigned int real, unsigned int effective, unsigned int saved);
long ksys_getpriority(int which, int who);
long ksys_setpriority(int which, int who, int nice);
long ksys_sched_setscheduler(pid_t pid, int policy, const int __user *priority);
long ksys_sched_getscheduler(pid_t pid);
long ksys_sched_getparam(pid_t pid, int __user *priority);
long __sched_priority_bound(int policy, bool most);
long ksys_sched_setaffinity(pid_t pid, unsigned int bytes, const unsigned long __user *mask);
long ksys_sched_getaffinity(pid_t pid, unsigned int bytes, unsigned long __user *result);
long ksys_getcpu(unsigned int __user *cpu, unsigned int __user *node);
long ksys_prctl(int option, unsigned long value);
long ksys_sysinfo(void __user *result);
long ksys_umask(unsigned int mask);
bool __clock_is_known(int clock);
long ksys_clock_nanosleep(int clock, int flags, const struct timespec64 __user *time, struct timespec64 __user *rest);
long ksys_getitimer(int which, struct itimerval __user *result);
long ksys_setitimer(int which, const struct itimerval __user *new, struct itimerval __user *old);
long ksys_alarm(unsigned int seconds);

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
