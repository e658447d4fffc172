/* System calls by their x86-64 numbers. */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/ktime.h>
#include <linux/printk.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/utsname.h>

void __do_exit(int code);
/* mm/mmap.c */
void __exit_mm(void);

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
		file->f_flags = (file->f_flags & ~(O_APPEND | O_NONBLOCK)) | (argument & (O_APPEND | O_NONBLOCK));
		result = 0;
	}
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

	if (copy_from_user(&time, user_time, sizeof(time)))
		return -EFAULT;
	if (time.tv_sec < 0 || time.tv_nsec < 0 || time.tv_nsec >= NSEC_PER_SEC)
		return -EINVAL;
	usleep_range_state((timespec64_to_ns(&time) + 999) / 1000, ~0UL, TASK_INTERRUPTIBLE);
	return 0;
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

static void __noreturn sys_exit(int code)
{
	__exit_mm();
	__exit_files();
	__proc_forget_pid(current->pid);
	for (;;)
		__do_exit(code & 0xff);
}

static long file_syscall(long number, long a, long b, long c, long d)
{
	switch (number) {
	case 0: return ksys_read(a, (char __user *)b, c);
	case 1: return ksys_write(a, (const char __user *)b, c);
	case 2: return ksys_open((const char __user *)a, b, c);
	case 3: return ksys_close(a);
	case 4:
	case 6: return ksys_stat((const char __user *)a, (void __user *)b);
	case 5: return ksys_fstat(a, (void __user *)b);
	case 7: return ksys_poll((void __user *)a, b, c);
	case 8: return ksys_lseek(a, b, c);
	case 16: return ksys_ioctl(a, b, c);
	case 17: return ksys_pread64(a, (char __user *)b, c, d);
	case 18: return ksys_pwrite64(a, (const char __user *)b, c, d);
	case 32: return sys_dup(a, 0);
	case 72: return sys_fcntl(a, b, c);
	case 74:
	case 75: return sys_fsync(a);
	case 77: return ksys_truncate(a, b);
	case 87: return ksys_unlink((const char __user *)a);
	case 133: return ksys_mknod((const char __user *)a, b, c);
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
	case 35: return sys_nanosleep((const struct timespec64 __user *)a);
	case 39: return current->tgid ? current->tgid : current->pid;
	case 63: return sys_uname((struct new_utsname __user *)a);
	case 96: return sys_gettimeofday((struct timeval __user *)a);
	case 186: return current->pid;
	case 60:
	case 231: sys_exit(a);
	case 228: return sys_clock_gettime((struct timespec64 __user *)b);
	default: return UNKNOWN;
	}
}

long __do_syscall(long number, long a, long b, long c, long d, long e, long f)
{
	long result = file_syscall(number, a, b, c, d);

	if (result == UNKNOWN)
		result = other_syscall(number, a, b, c, d, e, f);
	if (result != UNKNOWN)
		return result;
	printk(KERN_WARNING "%s[%d]: system call %ld is not modelled\n", current->comm, current->pid, number);
	return -ENOSYS;
}
