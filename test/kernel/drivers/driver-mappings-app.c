/* Program for driver-mappings.c. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>
#include <errno.h>
#include <signal.h>
#include <setjmp.h>
#include <sys/mman.h>
#include <sys/wait.h>
static sigjmp_buf jb;
static void *fa;

static void bus(int s, siginfo_t *i, void *u)
{
	fa = i->si_addr;
	siglongjmp(jb, s);
}

int main(void)
{
	setbuf(stdout, NULL);
	int fd = open("/dev/sub/fault1", O_RDWR), s;
	struct sigaction sa = { .sa_sigaction = bus, .sa_flags = SA_SIGINFO };
	sigaction(SIGBUS, &sa, 0);
	sigaction(SIGSEGV, &sa, 0);
	if (fd < 0) {
		perror("open");
		return 1;
	}
	char *m = mmap(0, 5 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	printf("%s\n", m);
	printf("%s\n", m + 4096);
	strcpy(m, "written");
	if ((s = sigsetjmp(jb, 1)) == 0)
		printf("%c\n", m[4 * 4096]);
	else
		printf("signal %s at +%lx\n", s == SIGBUS ? "bus" : "segv", (char *)fa - m);
	char b[20];
	lseek(fd, -4096, SEEK_END);
	read(fd, b, 8);
	printf("read %s\n", b);
	printf("seek %ld %s\n", (long)lseek(fd, -1, SEEK_SET), strerror(errno));
	if (fork() == 0) {
		printf("child %s\n", m + 8192);
		strcpy(m + 8192, "by child");
		_exit(0);
	}
	wait(0);
	printf("parent %s\n", m + 8192);
	char *r = mremap(m, 5 * 4096, 7 * 4096, MREMAP_MAYMOVE);
	printf("mremap %d\n", r != MAP_FAILED);
	if (r != MAP_FAILED) {
		printf("%s\n", r);
		munmap(r, 7 * 4096);
	} else
		munmap(m, 5 * 4096);
	char *p = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 4096);
	printf("%s\n", p);
	strcpy(p, "private");
	printf("%s\n", p);
	munmap(p, 4096);
	p = mmap(0, 4096, PROT_READ, MAP_SHARED, fd, 4096);
	printf("%s\n", p);
	munmap(p, 4096);
	char *v = mmap(0, 2 * 4096, PROT_READ, MAP_SHARED, fd, 16 * 4096);
	printf("%s %s\n", v, v + 4096);
	v = mmap(0, 4 * 4096, PROT_READ, MAP_SHARED, fd, 16 * 4096);
	printf("too big %d %s\n", v == MAP_FAILED, strerror(errno));
	char *i = mmap(0, 2 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 32 * 4096);
	printf("%s %s\n", i, i + 4096);
	char *k = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 48 * 4096);
	printf("write %d %s\n", k == MAP_FAILED, strerror(errno));
	k = mmap(0, 4096, PROT_READ, MAP_SHARED, fd, 48 * 4096);
	printf("%s\n", k);
	printf("mprotect %d %s\n", mprotect(k, 4096, PROT_READ | PROT_WRITE), strerror(errno));
	if ((s = sigsetjmp(jb, 1)) == 0)
		k[0] = 1;
	else
		printf("segv %d\n", s == SIGSEGV);
	k = mmap(0, 4096, PROT_READ, MAP_SHARED, fd, 64 * 4096);
	printf("none %d %s\n", k == MAP_FAILED, strerror(errno));
	k = mmap(0, 4096, PROT_READ, MAP_SHARED, fd, 100);
	printf("unaligned %d %s\n", k == MAP_FAILED, strerror(errno));
	int ro = open("/dev/sub/fault1", O_RDONLY);
	k = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, ro, 0);
	printf("ro %d %s\n", k == MAP_FAILED, strerror(errno));
	printf("msync %d\n", msync(i, 4096, MS_SYNC));
	return 0;
}
