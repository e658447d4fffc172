/* System calls by their x86-64 numbers. */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/eventfd.h>
#include <linux/eventpoll.h>
#include <linux/fdtable.h>
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/printk.h>
#include <linux/random.h>
#include <linux/resource.h>
#include <linux/reboot.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/utsname.h>

/* locking.ts */
void __report_lock(const char *code, const void *lock);

/* No system call returns it: only the last 4095 values are errors. */
#define UNKNOWN (-4096L)

static long sys_dup(unsigned int fd, unsigned long from, bool close_on_exec)
{
	struct file *file;
	int copy;

	if (from >= __rlimit(RLIMIT_NOFILE))
		return -EINVAL;
	file = fget(fd);
	if (!file)
		return -EBADF;
	/* The reference is the descriptor's. */
	current->light_file = NULL;
	copy = __install_fd(file, from);
	if (copy < 0)
		fput(file);
	else
		__set_close_on_exec(copy, close_on_exec);
	return copy;
}


static long sys_dup2(unsigned int from, unsigned int to)
{
	struct file *file;

	if (from != to)
		return ksys_dup3(from, to, 0);
	file = fget(from);
	if (!file)
		return -EBADF;
	fput(file);
	return to;
}

static long sys_fcntl(unsigned int fd, unsigned int command, unsigned long argument)
{
	struct file *file;
	long result = -EINVAL;

	if (command == F_DUPFD || command == F_DUPFD_CLOEXEC)
		return sys_dup(fd, argument, command == F_DUPFD_CLOEXEC);
	file = fget(fd);
	if (!file)
		return -EBADF;
	if (command == F_GETFD)
		result = __current_files()->close_on_exec[fd] ? FD_CLOEXEC : 0;
	if (command == F_SETFD)
		result = (__set_close_on_exec(fd, argument & FD_CLOEXEC), 0);
	if (command == F_GETPIPE_SZ || command == F_SETPIPE_SZ)
		result = __pipe_size(file, command == F_SETPIPE_SZ, argument);
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

/* task-functions.ts */
u64 __cpu_time_ns(int whole);

static long sys_clock_gettime(int clock, struct timespec64 __user *user_time)
{
	struct timespec64 now;

	if (clock == CLOCK_PROCESS_CPUTIME_ID || clock == CLOCK_THREAD_CPUTIME_ID)
		now = ns_to_timespec64(__cpu_time_ns(clock == CLOCK_PROCESS_CPUTIME_ID));
	else if (__clock_is_known(clock))
		ktime_get_ts64(&now);
	else
		return -EINVAL;
	return copy_to_user(user_time, &now, sizeof(now)) ? -EFAULT : 0;
}

/* All clocks count nanoseconds. */
static long sys_clock_getres(int clock, struct timespec64 __user *resolution)
{
	struct timespec64 one = { 0, 1 };

	if (!__clock_is_known(clock) && clock != CLOCK_PROCESS_CPUTIME_ID && clock != CLOCK_THREAD_CPUTIME_ID)
		return -EINVAL;
	return resolution && copy_to_user(resolution, &one, sizeof(one)) ? -EFAULT : 0;
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
	case 19: return ksys_readv(a, (const void __user *)b, c);
	case 20: return ksys_writev(a, (const void __user *)b, c);
	case 21: return ksys_access((const char __user *)a, b);
	case 79: return ksys_getcwd((char __user *)a, b);
	case 83: return ksys_mkdir((const char __user *)a, b);
	case 84: return ksys_rmdir((const char __user *)a);
	case 89: return ksys_readlink((const char __user *)a, (char __user *)b, c);
	case 217: return ksys_getdents64(a, (void __user *)b, c);
	case 22: return ksys_pipe2((int __user *)a, 0);
	case 32: return sys_dup(a, 0, false);
	case 33: return sys_dup2(a, b);
	case 82: return ksys_rename((const char __user *)a, (const char __user *)b);
	case 90: return ksys_chmod((const char __user *)a, b);
	case 91: return ksys_fchmod(a, b);
	case 95: return ksys_umask(a);
	case 271: return ksys_ppoll((void __user *)a, b, (void __user *)c, (const void __user *)d);
	case 278: return ksys_vmsplice(a, (const void __user *)b, c, d);
	case 292: return ksys_dup3(a, b, c);
	case 293: return ksys_pipe2((int __user *)a, b);
	case 295: return ksys_preadv(a, (const void __user *)b, c, d);
	case 296: return ksys_pwritev(a, (const void __user *)b, c, d);
	case 318: return (unsigned int)c & ~7u ? -EINVAL : get_random_bytes_user((char __user *)a, b);
	case 319: return ksys_memfd_create((const char __user *)a, b);
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
	case 35: return ksys_clock_nanosleep(1, 0, (const void __user *)a, (void __user *)b);
	case 39: return current->tgid ? current->tgid : current->pid;
	case 56: return ksys_clone(a, b, (int __user *)c, (int __user *)d, f);
	case 57:
	case 58: return ksys_fork();
	case 61: return ksys_wait4(a, (int __user *)b, c, (void __user *)d);
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
	case 228: return sys_clock_gettime(a, (struct timespec64 __user *)b);
	default: return UNKNOWN;
	}
}

static long identity_syscall(long number, long a, long b, long c)
{
	switch (number) {
	case 102: return __identity(0);
	case 104: return __identity(3);
	case 107: return __identity(1);
	case 108: return __identity(4);
	case 105: return __set_identity(false, a);
	case 106: return __set_identity(true, a);
	case 113: return __set_identities(false, a, b, -1);
	case 114: return __set_identities(true, a, b, -1);
	case 117: return __set_identities(false, a, b, c);
	case 119: return __set_identities(true, a, b, c);
	default: return UNKNOWN;
	}
}

/* Scheduling, limits, timers and what waits for events. */
static long event_syscall(long number, long a, long b, long c, long d, long e)
{
	switch (number) {
	case 36: return ksys_getitimer(a, (void __user *)b);
	case 38: return ksys_setitimer(a, (const void __user *)b, (void __user *)c);
	case 97: return ksys_prlimit64(0, a, NULL, (void __user *)b);
	case 99: return ksys_sysinfo((void __user *)a);
	case 127: return ksys_rt_sigpending((void __user *)a);
	case 128: return ksys_rt_sigtimedwait((const void __user *)a, (void __user *)b, (const void __user *)c);
	case 129: return ksys_rt_sigqueueinfo(a, b, (const void __user *)c);
	case 130: return ksys_rt_sigsuspend((const void __user *)a);
	case 140: return ksys_getpriority(a, b);
	case 141: return ksys_setpriority(a, b, c);
	case 142: return ksys_sched_setscheduler(a, -1, (const void __user *)b);
	case 143: return ksys_sched_getparam(a, (void __user *)b);
	case 144: return b < 0 ? -EINVAL : ksys_sched_setscheduler(a, b, (const void __user *)c);
	case 145: return ksys_sched_getscheduler(a);
	case 146: return __sched_priority_bound(a, true);
	case 147: return __sched_priority_bound(a, false);
	case 157: return ksys_prctl(a, b);
	case 160: return ksys_prlimit64(0, a, (const void __user *)b, NULL);
	case 162: return ksys_sync();
	case 203: return ksys_sched_setaffinity(a, b, (const void __user *)c);
	case 204: return ksys_sched_getaffinity(a, b, (void __user *)c);
	case 229: return sys_clock_getres(a, (struct timespec64 __user *)b);
	case 230: return ksys_clock_nanosleep(a, b, (const void __user *)c, (void __user *)d);
	case 232: return ksys_epoll_pwait(a, (void __user *)b, c, d, NULL);
	case 233: return ksys_epoll_ctl(a, b, c, (const void __user *)d);
	case 281: return ksys_epoll_pwait(a, (void __user *)b, c, d, (const void __user *)e);
	case 283: return ksys_timerfd_create(a, b);
	case 286: return ksys_timerfd_settime(a, b, (const void __user *)c, (void __user *)d);
	case 287: return ksys_timerfd_gettime(a, (void __user *)b);
	case 289: return ksys_signalfd4(a, (const void __user *)b, d);
	case 291: return ksys_epoll_create1(a);
	case 302: return ksys_prlimit64(a, b, (const void __user *)c, (void __user *)d);
	case 309: return ksys_getcpu((void __user *)a, (void __user *)b);
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

/* Those that programs of this field know by name. */
static const char *name_of(long number)
{
	switch (number) {
	case 29: return "shmget";
	case 40: return "sendfile";
	case 53: return "socketpair";
	case 59: return "execve";
	case 101: return "ptrace";
	case 157: return "prctl";
	case 206: return "io_setup";
	case 222: return "timer_create";
	case 253: return "inotify_init";
	case 275: return "splice";
	case 276: return "tee";
	case 310: return "process_vm_readv";
	case 321: return "bpf";
	case 322: return "execveat";
	case 323: return "userfaultfd";
	case 326: return "copy_file_range";
	case 425: return "io_uring_setup";
	default: return NULL;
	}
}

static long refuse_syscall(long number)
{
	const char *name = name_of(number);

	if (name)
		printk(KERN_WARNING "%s[%d]: %s is not modelled\n", current->comm, current->pid, name);
	else
		printk(KERN_WARNING "%s[%d]: system call %ld is not modelled\n", current->comm, current->pid, number);
	return -ENOSYS;
}

/* An interrupted call is made again, unless a handler has run that does not want that. */
long __do_syscall(long number, long a, long b, long c, long d, long e, long f)
{
	for (;;) {
		long result = file_syscall(number, a, b, c, d);
		bool restarts, interrupted;

		if (result == UNKNOWN)
			result = other_syscall(number, a, b, c, d, e, f);
		if (result == UNKNOWN)
			result = event_syscall(number, a, b, c, d, e);
		if (result == UNKNOWN)
			result = identity_syscall(number, a, b, c);
		if (result == UNKNOWN)
			result = any_socket_syscall(number, a, b, c, d, e, f);
		if (result == UNKNOWN)
			result = refuse_syscall(number);
		restarts = result == -ERESTARTSYS || result == -ERESTARTNOINTR || result == -ERESTARTNOHAND;
		interrupted = signal_pending(current) && __handle_signals();
		__restore_signal_mask();
		if (interrupted && restarts && result != -ERESTARTNOINTR)
			return -EINTR;
		if (preempt_count())
			__report_lock("atomic-return", NULL);
		if (result == -ERESTARTNOHAND)
			return -EINTR;
		if (!restarts)
			return result;
	}
}
