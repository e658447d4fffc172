/* One file, mapped shared twice and private once: who sees whose stores? */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096UL

static long faults(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt + usage.ru_majflt;
}

static int fd;

static char in_file(off_t offset)
{
	char byte = '-';

	pread(fd, &byte, 1, offset);
	return byte;
}

int main(void)
{
	int status;
	char page[PAGE], *s, *s2, *p;
	long before;

	fd = open("/sixteen-pages", O_RDWR | O_CREAT, 0644);
	memset(page, 'A', sizeof(page));
	for (int i = 0; i < 16; i++)
		write(fd, page, sizeof(page));
	fsync(fd);
	s = mmap(NULL, 16 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	s2 = mmap(NULL, 16 * PAGE, PROT_READ, MAP_SHARED, fd, 0);
	p = mmap(NULL, 16 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	printf("first reads: %c %c %c\n", s[0], s2[0], p[0]);
	s[0] = 'S';
	printf("shared store S: other shared %c, private %c, read() %c\n", s2[0], p[0], in_file(0));
	p[PAGE] = 'P';
	printf("private store P: shared %c, read() %c\n", s[PAGE], in_file(PAGE));
	s[PAGE + 1] = 'T';
	printf("shared store T beside it: private %c, read() %c\n", p[PAGE + 1], in_file(PAGE + 1));
	s[2 * PAGE] = 'U';
	printf("shared store U elsewhere: private %c\n", p[2 * PAGE]);
	pwrite(fd, "W", 1, 3 * PAGE);
	printf("write() W: shared %c, private %c\n", s[3 * PAGE], p[3 * PAGE]);
	msync(s, 16 * PAGE, MS_SYNC);
	before = faults();
	s[0] = 's';
	before = faults() - before;
	printf("first store after msync: %ld fault\n", before);
	ftruncate(fd, 2 * PAGE);
	printf("cut to 2 pages: the private copy is still %c\n", p[PAGE]);
	if (fork() == 0) {
		signal(SIGBUS, _exit);
		s[3 * PAGE] = 'X';
		_exit(0);
	}
	wait(&status);
	printf("a store to page 3: signal %d\n", WEXITSTATUS(status));
	return 0;
}
