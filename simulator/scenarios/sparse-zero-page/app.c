/* A sparse block: pages that were only read are all one page of zeros. Moving it keeps it sparse; copying it fills it. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#define PAGE 4096UL
#define PAGES 64

static long faults(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt + usage.ru_majflt;
}

/* Resident anonymous memory of the process, in KiB. */
static long resident(void)
{
	static char text[4096];
	int fd = open("/proc/self/status", O_RDONLY);
	ssize_t length = read(fd, text, sizeof(text) - 1);

	close(fd);
	text[length > 0 ? length : 0] = 0;
	return strtol(strstr(text, "RssAnon:") + 8, NULL, 10);
}

static char *map_pages(void)
{
	return mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static long before_faults, before_resident;

static void begin(void)
{
	before_resident = resident();
	before_faults = faults();
}

static void tell(const char *what)
{
	long now = faults();

	printf("%-28s %4ld faults, %5ld KiB more\n", what, now - before_faults, resident() - before_resident);
}

int main(void)
{
	char *sparse, *place = map_pages(), *copy;
	volatile char sum = 0;

	begin();
	tell("(nothing)");
	sparse = map_pages();
	begin();
	for (int i = 0; i < PAGES; i++)
		sum += sparse[i * PAGE];
	tell("read 64 pages");
	begin();
	for (int i = 0; i < PAGES; i += 8)
		sparse[i * PAGE] = 1;
	tell("write every 8th");
	begin();
	sparse = mremap(sparse, PAGES * PAGE, PAGES * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, place);
	tell("move it");
	copy = map_pages();
	begin();
	memcpy(copy, sparse, PAGES * PAGE);
	tell("copy it");
	sparse = map_pages();
	copy = map_pages();
	begin();
	memcpy(copy, sparse, PAGES * PAGE);
	tell("copy what nobody has touched");
	(void)sum;
	return 0;
}
