/* Files and mappings: one system call each. */
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <bits/libc-internal.h>

int open(const char *path, int flags, ...)
{
	va_list arguments;
	mode_t mode = 0;

	va_start(arguments, flags);
	if (flags & O_CREAT)
		mode = va_arg(arguments, mode_t);
	va_end(arguments);
	return SYSCALL(2, path, flags, mode, 0, 0, 0);
}

int openat(int directory, const char *path, int flags, ...)
{
	va_list arguments;
	mode_t mode = 0;

	va_start(arguments, flags);
	if (flags & O_CREAT)
		mode = va_arg(arguments, mode_t);
	va_end(arguments);
	return SYSCALL(257, directory, path, flags, mode, 0, 0);
}

int creat(const char *path, mode_t mode)
{
	return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int fcntl(int fd, int command, ...)
{
	va_list arguments;
	long argument;

	va_start(arguments, command);
	argument = va_arg(arguments, long);
	va_end(arguments);
	return SYSCALL(72, fd, command, argument, 0, 0, 0);
}

int ioctl(int fd, unsigned long command, ...)
{
	va_list arguments;
	long argument;

	va_start(arguments, command);
	argument = va_arg(arguments, long);
	va_end(arguments);
	return SYSCALL(16, fd, command, argument, 0, 0, 0);
}

ssize_t read(int fd, void *buffer, size_t count)
{
	return SYSCALL(0, fd, buffer, count, 0, 0, 0);
}

ssize_t write(int fd, const void *buffer, size_t count)
{
	return SYSCALL(1, fd, buffer, count, 0, 0, 0);
}

ssize_t pread(int fd, void *buffer, size_t count, off_t offset)
{
	return SYSCALL(17, fd, buffer, count, offset, 0, 0);
}

ssize_t pwrite(int fd, const void *buffer, size_t count, off_t offset)
{
	return SYSCALL(18, fd, buffer, count, offset, 0, 0);
}

int close(int fd)
{
	return SYSCALL(3, fd, 0, 0, 0, 0, 0);
}

off_t lseek(int fd, off_t offset, int whence)
{
	return SYSCALL(8, fd, offset, whence, 0, 0, 0);
}

int dup(int fd)
{
	return SYSCALL(32, fd, 0, 0, 0, 0, 0);
}

int fsync(int fd)
{
	return SYSCALL(74, fd, 0, 0, 0, 0, 0);
}

int ftruncate(int fd, off_t length)
{
	return SYSCALL(77, fd, length, 0, 0, 0, 0);
}

int unlink(const char *path)
{
	return SYSCALL(87, path, 0, 0, 0, 0, 0);
}

int remove(const char *path)
{
	return unlink(path);
}

int stat(const char *path, struct stat *result)
{
	return SYSCALL(4, path, result, 0, 0, 0, 0);
}

int lstat(const char *path, struct stat *result)
{
	return SYSCALL(6, path, result, 0, 0, 0, 0);
}

int fstat(int fd, struct stat *result)
{
	return SYSCALL(5, fd, result, 0, 0, 0, 0);
}

int mknod(const char *path, mode_t mode, dev_t device)
{
	return SYSCALL(133, path, mode, device, 0, 0, 0);
}

int poll(struct pollfd *descriptors, nfds_t count, int timeout_ms)
{
	return SYSCALL(7, descriptors, count, timeout_ms, 0, 0, 0);
}

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset)
{
	return (void *)SYSCALL(9, address, length, protection, flags, fd, offset);
}

int munmap(void *address, size_t length)
{
	return SYSCALL(11, address, length, 0, 0, 0, 0);
}

int mprotect(void *address, size_t length, int protection)
{
	return SYSCALL(10, address, length, protection, 0, 0, 0);
}

int msync(void *address, size_t length, int flags)
{
	return SYSCALL(26, address, length, flags, 0, 0, 0);
}

int mlock(const void *address, size_t length)
{
	return SYSCALL(149, address, length, 0, 0, 0, 0);
}

int munlock(const void *address, size_t length)
{
	return SYSCALL(150, address, length, 0, 0, 0, 0);
}

int madvise(void *address, size_t length, int advice)
{
	return SYSCALL(28, address, length, advice, 0, 0, 0);
}

void *mremap(void *address, size_t old_length, size_t new_length, int flags, ...)
{
	va_list arguments;
	void *wanted = NULL;

	va_start(arguments, flags);
	if (flags & MREMAP_FIXED)
		wanted = va_arg(arguments, void *);
	va_end(arguments);
	return (void *)SYSCALL(25, address, old_length, new_length, flags, wanted, 0);
}
