/* What a program can see of its own memory through /proc, the same on a real Linux and on the simulated one. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096UL
#define PRESENT (1ULL << 63)
#define FILE_PAGE (1ULL << 61)
#define EXCLUSIVE (1ULL << 56)
#define FRAME ((1ULL << 55) - 1)

static int pagemap = -1;

static long faults(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt + usage.ru_majflt;
}

/* The descriptor is the one of the process that opened it first: a child opens its own. */
static void look_at_self(void)
{
	if (pagemap >= 0)
		close(pagemap);
	pagemap = open("/proc/self/pagemap", O_RDONLY);
}

static uint64_t entry(const volatile void *address)
{
	uint64_t word = 0;

	if (pread(pagemap, &word, sizeof(word), (uintptr_t)address / PAGE * 8) != sizeof(word))
		printf("pagemap cannot be read\n");
	return word;
}

static uint64_t frame(const volatile void *address)
{
	uint64_t word = entry(address);

	return word & PRESENT ? word & FRAME : 0;
}

static char smaps[65536];

/* A line of the area that begins at the address, in kB; -1: no such area. */
static long area_kb(const void *address, const char *name)
{
	char header[32], *at, *line;
	int fd = open("/proc/self/smaps", O_RDONLY);
	size_t length = 0;
	ssize_t got;

	while ((got = read(fd, smaps + length, sizeof(smaps) - 1 - length)) > 0)
		length += got;
	close(fd);
	smaps[length] = 0;
	snprintf(header, sizeof(header), "%08lx-", (unsigned long)address);
	at = strstr(smaps, header);
	line = at ? strstr(at, name) : NULL;
	return line ? strtol(line + strlen(name), NULL, 10) : -1;
}

/* What two processes wait for: the one that has its turn counts on. */
static volatile int *turn;

static void wait_for(int wanted)
{
	while (*turn < wanted)
		usleep(1000);
}

/* Every function here has run once, every page of the program that they need is there, and nothing printed is kept back. */
static void warm_up(void)
{
	static volatile char stack_is_there[8];
	char local[32768];

	memset(local, 1, sizeof(local));
	setvbuf(stdout, NULL, _IONBF, 0);
	memset(smaps, 1, sizeof(smaps));
	stack_is_there[0] = local[100];
	look_at_self();
	(void)entry(local);
	(void)frame(local);
	(void)area_kb(local, "Rss:");
	(void)faults();
	turn = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	*turn = 1;
	wait_for(1);
	*turn = 0;
	memcpy(local, local + 16384, 16384);
	printf("frames %s\n", frame(local) ? "visible" : "hidden");
}

static void *anonymous(size_t pages)
{
	/* Neighbours would become one area with it, and huge pages would spoil the counts. */
	char *around = mmap(NULL, (pages + 2) * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	void *memory = mmap(around + PAGE, pages * PAGE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	madvise(memory, pages * PAGE, MADV_NOHUGEPAGE);
	return memory;
}
