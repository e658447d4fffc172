/* System calls about files and processes. */
#include <bits/system-call.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

int open(const char *path, int flags, ...)
{
	mode_t mode = 0;

	if (flags & O_CREAT) {
		va_list list;

		va_start(list, flags);
		mode = va_arg(list, mode_t);
		va_end(list);
	}
	return __call3(open, path, flags, mode);
}

int openat(int directory, const char *path, int flags, ...)
{
	mode_t mode = 0;

	if (flags & O_CREAT) {
		va_list list;

		va_start(list, flags);
		mode = va_arg(list, mode_t);
		va_end(list);
	}
	return __call4(openat, directory, path, flags, mode);
}

int fcntl(int fd, int command, ...)
{
	va_list list;
	long argument;

	va_start(list, command);
	argument = va_arg(list, long);
	va_end(list);
	return __call3(fcntl, fd, command, argument);
}

int ioctl(int fd, unsigned long request, ...)
{
	va_list list;
	long argument;

	va_start(list, request);
	argument = va_arg(list, long);
	va_end(list);
	return __call3(ioctl, fd, request, argument);
}

int creat(const char *path, mode_t mode) { return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int close(int fd) { return __call1(close, fd); }
ssize_t read(int fd, void *buffer, size_t count) { return __call3(read, fd, buffer, count); }
ssize_t write(int fd, const void *buffer, size_t count) { return __call3(write, fd, buffer, count); }
off_t lseek(int fd, off_t offset, int whence) { return __call3(lseek, fd, offset, whence); }
int dup(int fd) { return __call1(dup, fd); }
int dup2(int fd, int wanted) { return __call2(dup2, fd, wanted); }
int pipe(int ends[2]) { return __call1(pipe, ends); }
int fsync(int fd) { return __call1(fsync, fd); }
int fdatasync(int fd) { return __call1(fdatasync, fd); }
int ftruncate(int fd, off_t length) { return __call2(ftruncate, fd, length); }

int fallocate(int fd, int mode, off_t offset, off_t length)
{
	return __call4(fallocate, fd, mode, offset, length);
}

/* Returns the error and leaves errno alone. */
int posix_fallocate(int fd, off_t offset, off_t length)
{
	int before = errno, result = fallocate(fd, 0, offset, length) ? errno : 0;

	errno = before;
	return result;
}

int poll(struct pollfd *files, nfds_t count, int timeout) { return __call3(poll, files, count, timeout); }

ssize_t pread(int fd, void *buffer, size_t count, off_t offset)
{
	return __call4(pread64, fd, buffer, count, offset);
}

ssize_t pwrite(int fd, const void *buffer, size_t count, off_t offset)
{
	return __call4(pwrite64, fd, buffer, count, offset);
}

ssize_t readv(int fd, const struct iovec *pieces, int count) { return __call3(readv, fd, pieces, count); }
ssize_t writev(int fd, const struct iovec *pieces, int count) { return __call3(writev, fd, pieces, count); }

ssize_t preadv(int fd, const struct iovec *pieces, int count, off_t offset)
{
	return __call4(preadv, fd, pieces, count, offset);
}

ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t offset)
{
	return __call4(pwritev, fd, pieces, count, offset);
}

int stat(const char *path, struct stat *result) { return __call2(stat, path, result); }
int lstat(const char *path, struct stat *result) { return __call2(lstat, path, result); }
int fstat(int fd, struct stat *result) { return __call2(fstat, fd, result); }
int mkdir(const char *path, mode_t mode) { return __call2(mkdir, path, mode); }
int mknod(const char *path, mode_t mode, dev_t device) { return __call3(mknod, path, mode, device); }
int chmod(const char *path, mode_t mode) { return __call2(chmod, path, mode); }
int fchmod(int fd, mode_t mode) { return __call2(fchmod, fd, mode); }
mode_t umask(mode_t mask) { return __call1(umask, mask); }
int unlink(const char *path) { return __call1(unlink, path); }
int rmdir(const char *path) { return __call1(rmdir, path); }
int remove(const char *path) { return unlink(path); }
int rename(const char *from, const char *to) { return __call2(rename, from, to); }
char *getcwd(char *buffer, size_t size) { return __call2(getcwd, buffer, size) < 0 ? NULL : buffer; }
int uname(struct utsname *name) { return __call1(uname, name); }

/* Nobody is refused anything: a file that is there may be used. */
int access(const char *path, int mode)
{
	struct stat found;

	(void)mode;
	return stat(path, &found);
}

/* The console is not a terminal with settings. */
int isatty(int fd)
{
	struct stat found;

	if (fstat(fd, &found) == 0)
		errno = ENOTTY;
	return 0;
}

pid_t getpid(void) { return __call0(getpid); }
pid_t getppid(void) { return __call0(getppid); }
pid_t gettid(void) { return __call0(gettid); }
int sched_yield(void) { return __call0(sched_yield); }
int getrusage(int who, struct rusage *usage) { return __call2(getrusage, who, usage); }
pid_t fork(void) { return __call0(fork); }
/* The parent goes on at once, and the child has a copy: nobody who keeps vfork's rules notices. */
pid_t vfork(void) { return fork(); }
int kill(pid_t pid, int number) { return __call2(kill, pid, number); }
int raise(int number) { return __call2(tkill, __call0(gettid), number); }
pid_t waitpid(pid_t pid, int *status, int options) { return __call4(wait4, pid, status, options, 0); }
pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage) { return __call4(wait4, pid, status, options, usage); }
pid_t wait3(int *status, int options, struct rusage *usage) { return wait4(-1, status, options, usage); }
pid_t wait(int *status) { return waitpid(-1, status, 0); }

int execve(const char *path, char *const argv[], char *const environment[])
{
	return __call3(execve, path, argv, environment);
}

int execv(const char *path, char *const argv[]) { return execve(path, argv, environ); }
int execvp(const char *file, char *const argv[]) { return execve(file, argv, environ); }

int execl(const char *path, const char *argument, ...)
{
	char *const none[] = { (char *)argument, NULL };

	return execve(path, none, environ);
}

int execlp(const char *file, const char *argument, ...)
{
	char *const none[] = { (char *)argument, NULL };

	return execve(file, none, environ);
}

/* There is no shell. */
int system(const char *command)
{
	if (!command)
		return 0;
	errno = ENOSYS;
	return -1;
}
