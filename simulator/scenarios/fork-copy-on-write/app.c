/* fork shares every page until somebody writes to it. Who pays for which page, and when is a frame used again instead of copied? */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096UL
#define PAGES 256

static volatile int *turn;
static char text[32768];

static void wait_for(int wanted)
{
	while (*turn < wanted)
		usleep(1000);
}

static long faults(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt + usage.ru_majflt;
}

static long line_of(const char *area, const char *name)
{
	const char *found = strstr(area, name);

	return found ? strtol(found + strlen(name), NULL, 10) : -1;
}

static void tell(const char *who, char *memory)
{
	char header[32], *area;
	int fd = open("/proc/self/smaps", O_RDONLY);
	size_t length = 0;
	ssize_t got;

	while ((got = read(fd, text + length, sizeof(text) - 1 - length)) > 0)
		length += got;
	close(fd);
	text[length] = 0;
	snprintf(header, sizeof(header), "%08lx-", (unsigned long)memory);
	area = strstr(text, header);
	if (area)
		printf("%-22s private %4ld, shared %4ld, share %4ld KiB\n", who, line_of(area, "Private_Dirty:"),
		       line_of(area, "Shared_Dirty:"), line_of(area, "Pss:"));
}

static long write_pages(char *memory, int first, int count)
{
	long before = faults();

	for (int i = first; i < first + count; i++)
		memory[i * PAGE] = 2;
	return faults() - before;
}

static void child(char *memory)
{
	long count;

	tell("child after fork", memory);
	*turn = 1;
	wait_for(2);
	count = write_pages(memory, 0, 64);
	printf("child writes 64: %ld faults\n", count);
	tell("child", memory);
	*turn = 3;
	wait_for(4);
	exit(0);
}

int main(void)
{
	char *memory = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pid_t pid;
	long count;

	setvbuf(stdout, NULL, _IONBF, 0);
	turn = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	*turn = 0;
	memset(text, 0, sizeof(text));
	write_pages(memory, 0, PAGES);
	tell("before fork", memory);
	pid = fork();
	if (pid == 0)
		child(memory);
	wait_for(1);
	*turn = 2;
	wait_for(3);
	tell("parent", memory);
	count = write_pages(memory, 0, 64);
	printf("parent writes what the child left: %ld faults\n", count);
	count = write_pages(memory, 200, 1);
	printf("parent writes what both have: %ld faults\n", count);
	*turn = 4;
	waitpid(pid, NULL, 0);
	count = write_pages(memory, 100, 1);
	printf("parent writes when the child is gone: %ld faults\n", count);
	tell("parent alone", memory);
	return 0;
}
