/* System calls by their x86-64 numbers. */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/eventfd.h>
#include <linux/fdtable.h>
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/utsname.h>

/* locking.ts */
void __report_lock(const char *code, const void *lock);

/* How late the sleep of a program may end (prctl(2), PR_SET_TIMERSLACK). */
#define TIMER_SLACK_NS 50000

/* No system call returns it: only the last 4095 values are errors. */
#define UNKNOWN (-4096L)

static long sys_dup(unsigned int fd, unsigned int from)
{
	struct file *file = fget(fd);
	int copy;

	if (!file)
		return -EBADF;
	copy = __install_fd(file, from);
	if (copy < 0)
		fput(file);
	return copy;
}

static long sys_fcntl(unsigned int fd, unsigned int command, unsigned long argument)
{
	struct file *file;
	long result = -EINVAL;

	if (command == F_DUPFD)
		return sys_dup(fd, argument);
	file = fget(fd);
	if (!file)
		return -EBADF;
	if (command == F_GETFD || command == F_SETFD)
		result = 0;
	if (command == F_GETFL)
		result = file->f_flags;
	if (command == F_SETFL) {
		result = __set_file_flags(fd, file, argument);
	}
	if (command == F_SETOWN || command == F_GETOWN)
		result = command == F_GETOWN ? file->f_owner.pid : (file->f_owner.pid = argument, 0);
	if (command == F_SETSIG || command == F_GETSIG)
		result = command == F_GETSIG ? file->f_owner.signum : (file->f_owner.signum = argument, 0);
	fput(file);
	return result;
}

static long sys_fsync(unsigned int fd)
{
	struct file *file = fget(fd);
	long result = 0;

	if (!file)
		return -EBADF;
	if (file->f_op->fsync)
		result = file->f_op->fsync(file, 0, ((u64)1 << 63) - 1, 0);
	fput(file);
	return result;
}

static long sys_nanosleep(const struct timespec64 __user *user_time)
{
	struct timespec64 time;
	ktime_t expires;

	if (copy_from_user(&time, user_time, sizeof(time)))
		return -EFAULT;
	if (time.tv_sec < 0 || time.tv_nsec < 0 || time.tv_nsec >= NSEC_PER_SEC)
		return -EINVAL;
	expires = ktime_add_ns(ktime_get(), timespec64_to_ns(&time));
	do {
		__set_current_state(TASK_INTERRUPTIBLE);
		if (!schedule_hrtimeout_range(&expires, TIMER_SLACK_NS, HRTIMER_MODE_ABS))
			return 0;
	} while (!signal_pending(current));
	return -EINTR;
}

static long sys_clock_gettime(struct timespec64 __user *user_time)
{
	struct timespec64 now;

	ktime_get_ts64(&now);
	return copy_to_user(user_time, &now, sizeof(now)) ? -EFAULT : 0;
}

static long sys_gettimeofday(struct timeval __user *user_time)
{
	struct timespec64 now;
	struct timeval time;

	ktime_get_real_ts64(&now);
	time.tv_sec = now.tv_sec;
	time.tv_usec = now.tv_nsec / NSEC_PER_USEC;
	return copy_to_user(user_time, &time, sizeof(time)) ? -EFAULT : 0;
}

static long sys_uname(struct new_utsname __user *name)
{
	return copy_to_user(name, utsname(), sizeof(*name)) ? -EFAULT : 0;
}

static long file_syscall(long number, long a, long b, long c, long d)
{
	switch (number) {
	case 0: return ksys_read(a, (char __user *)b, c);
	case 1: return ksys_write(a, (const char __user *)b, c);
	case 2: return ksys_open((const char __user *)a, b, c);
	case 3: return ksys_close(a);
	case 6: return ksys_lstat((const char __user *)a, (void __user *)b);
	case 4: return ksys_stat((const char __user *)a, (void __user *)b);
	case 5: return ksys_fstat(a, (void __user *)b);
	case 7: return ksys_poll((void __user *)a, b, c);
	case 8: return ksys_lseek(a, b, c);
	case 16: return ksys_ioctl(a, b, c);
	case 17: return ksys_pread64(a, (char __user *)b, c, d);
	case 18: return ksys_pwrite64(a, (const char __user *)b, c, d);
	case 21: return ksys_access((const char __user *)a, b);
	case 79: return ksys_getcwd((char __user *)a, b);
	case 83: return ksys_mkdir((const char __user *)a, b);
	case 84: return ksys_rmdir((const char __user *)a);
	case 89: return ksys_readlink((const char __user *)a, (char __user *)b, c);
	case 217: return ksys_getdents64(a, (void __user *)b, c);
	case 32: return sys_dup(a, 0);
	case 72: return sys_fcntl(a, b, c);
	case 74:
	case 75: return sys_fsync(a);
	case 77: return ksys_truncate(a, b);
	case 87: return ksys_unlink((const char __user *)a);
	case 133: return ksys_mknod((const char __user *)a, b, c);
	case 284: return ksys_eventfd2(a, 0);
	case 290: return ksys_eventfd2(a, b);
	case 285: return ksys_fallocate(a, b, c, d);
	case 257: return ksys_open((const char __user *)b, c, d);
	default: return UNKNOWN;
	}
}

static long other_syscall(long number, long a, long b, long c, long d, long e, long f)
{
	switch (number) {
	case 9: return ksys_mmap(a, b, c, d, e, f);
	case 10: return ksys_mprotect(a, b, c);
	case 11: return ksys_munmap(a, b);
	case 12: return ksys_brk(a);
	case 13: return ksys_rt_sigaction(a, (const void __user *)b, (void __user *)c);
	case 14: return ksys_rt_sigprocmask(a, (const void __user *)b, (void __user *)c);
	case 24: yield(); return 0;
	case 25: return ksys_mremap(a, b, c, d, e);
	case 26: return ksys_msync(a, b, c);
	case 27: return ksys_mincore(a, b, (unsigned char __user *)c);
	case 28: return ksys_madvise(a, b, c);
	case 149: return ksys_mlock(a, b);
	case 150: return ksys_munlock(a, b);
	case 151: return ksys_mlockall(a);
	case 152: return ksys_munlockall();
	case 325: return ksys_mlock2(a, b, c);
	case 34: return ksys_pause();
	case 37: return ksys_alarm(a);
	case 35: return sys_nanosleep((const struct timespec64 __user *)a);
	case 39: return current->tgid ? current->tgid : current->pid;
	case 56: return ksys_clone(a, b, (int __user *)c, (int __user *)d, f);
	case 57:
	case 58: return ksys_fork();
	case 61: return ksys_wait4(a, (int __user *)b, c);
	case 63: return sys_uname((struct new_utsname __user *)a);
	case 96: return sys_gettimeofday((struct timeval __user *)a);
	case 98: return ksys_getrusage(a, (void __user *)b);
	case 110: return ksys_getppid();
	case 169: return ksys_reboot(a, b, c);
	case 186: return current->pid;
	case 60: do_exit((a & 0xff) << 8);
	case 62: return ksys_kill(a, b);
	case 200: return ksys_tgkill(0, a, b);
	case 231: __do_group_exit((a & 0xff) << 8);
	case 202: return ksys_futex((unsigned int __user *)a, b, c, (const void __user *)d, f);
	case 218: current->clear_child_tid = (unsigned int __user *)a; return current->pid;
	case 234: return ksys_tgkill(a, b, c);
	case 228: return sys_clock_gettime((struct timespec64 __user *)b);
	default: return UNKNOWN;
	}
}

/* net/socket.c sets it when the first network interface is made: without one there is no family of sockets. */
long (*__socket_syscall)(long number, long a, long b, long c, long d, long e, long f);

static long any_socket_syscall(long number, long a, long b, long c, long d, long e, long f)
{
	if (number != 41 && number != 44 && number != 45 && number != 49 && number != 51 && number != 54 && number != 55)
		return UNKNOWN;
	if (__socket_syscall)
		return __socket_syscall(number, a, b, c, d, e, f);
	return number == 41 ? -EAFNOSUPPORT : -ENOTSOCK;
}

static long refuse_syscall(long number)
{
	printk(KERN_WARNING "%s[%d]: system call %ld is not modelled\n", current->comm, current->pid, number);
	return -ENOSYS;
}

/* An interrupted call is made again, unless a handler has run that does not want that. */
long __do_syscall(long number, long a, long b, long c, long d, long e, long f)
{
	for (;;) {
		long result = file_syscall(number, a, b, c, d);
		bool restarts;

		if (result == UNKNOWN)
			result = other_syscall(number, a, b, c, d, e, f);
		if (result == UNKNOWN)
			result = any_socket_syscall(number, a, b, c, d, e, f);
		if (result == UNKNOWN)
			result = refuse_syscall(number);
		restarts = result == -ERESTARTSYS || result == -ERESTARTNOINTR || result == -ERESTARTNOHAND;
		if (signal_pending(current) && __handle_signals() && restarts && result != -ERESTARTNOINTR)
			return -EINTR;
		if (preempt_count())
			__report_lock("atomic-return", NULL);
		if (result == -ERESTARTNOHAND)
			return -EINTR;
		if (!restarts)
			return result;
	}
}
