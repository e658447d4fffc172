/* fallocate: room before it is written, and holes in what was written. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE 4096

static long size_of(int fd)
{
	struct stat status;

	fstat(fd, &status);
	return status.st_size;
}

static void tell(const char *what, int result, int fd)
{
	printf("%s: %d, %ld bytes\n", what, result ? errno : 0, size_of(fd));
}

static void refuse(const char *what, int result)
{
	printf("%s: %s\n", what, result ? strerror(errno) : "done");
}

int main(int argc, char **argv)
{
	const char *path = argc > 1 ? argv[1] : "fallocate.tmp";
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600), reader;
	char *shared, *own, byte;

	tell("room for 3 pages", fallocate(fd, 0, 0, 3 * PAGE), fd);
	tell("room behind the end", fallocate(fd, FALLOC_FL_KEEP_SIZE, 3 * PAGE, 5 * PAGE), fd);
	tell("room for 10,000 bytes more", fallocate(fd, 0, 3 * PAGE, 10000), fd);
	shared = mmap(NULL, 5 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	own = mmap(NULL, 5 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	printf("unwritten: %d %d\n", shared[0], shared[4 * PAGE]);
	memset(shared, 'A', 5 * PAGE);
	own[PAGE] = 'P';
	printf("private: %c %c\n", own[PAGE], own[2 * PAGE]);
	fsync(fd);
	tell("a hole", fallocate(fd, FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE, 100, 3 * PAGE), fd);
	printf("before it %c, in it %d %d, its end %d, behind it %c\n", shared[99], shared[100], shared[2 * PAGE],
	       shared[3 * PAGE + 99], shared[3 * PAGE + 100]);
	printf("private: copied %c, not copied %d\n", own[PAGE], own[2 * PAGE]);
	pread(fd, &byte, 1, PAGE);
	printf("read: %d\n", byte);
	shared[PAGE] = 'B';
	pread(fd, &byte, 1, PAGE);
	printf("written again: %c\n", byte);
	refuse("no length", fallocate(fd, 0, 0, 0));
	refuse("before the start", fallocate(fd, 0, -1, PAGE));
	refuse("a hole that changes the size", fallocate(fd, FALLOC_FL_PUNCH_HOLE, 0, PAGE));
	refuse("an unknown mode", fallocate(fd, 0x4000, 0, PAGE));
	reader = open(path, O_RDONLY);
	refuse("for reading only", fallocate(reader, 0, 0, PAGE));
	refuse("nothing open", fallocate(77, 0, 0, PAGE));
	printf("posix_fallocate: %d", posix_fallocate(fd, 0, 6 * PAGE));
	printf(", %ld bytes; %d\n", size_of(fd), posix_fallocate(reader, 0, PAGE));
	unlink(path);
	return 0;
}
