/*
 * A block moves while other threads of the program run on other CPUs.
 * Usage: app small|large mremap|aligned|copy|warm CPUS
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE		4096UL
#define TABLE		(2UL << 20)	/* what one page table maps */
#define READ_WRITE	(PROT_READ | PROT_WRITE)
#define OWN		(MAP_PRIVATE | MAP_ANONYMOUS)
#define MOST		8

static volatile int running, over;

/* What lies between these two calls is counted. */
static void work_begins(void)
{
}

static void work_ends(void)
{
}

static void *spin(void *unused)
{
	__sync_fetch_and_add(&running, 1);
	while (!over)
		;
	return NULL;
}

static char *room(size_t bytes, size_t offset)
{
	char *area = mmap(NULL, bytes + 2 * TABLE, PROT_NONE, OWN | MAP_NORESERVE, -1, 0);

	return (char *)(((unsigned long)area + TABLE - 1) / TABLE * TABLE) + offset;
}

static void move_block(char *block, size_t bytes, char *target)
{
	work_begins();
	mremap(block, bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED, target);
	work_ends();
}

static void copy_block(char *block, size_t bytes, char *target, int warm)
{
	mmap(target, bytes, READ_WRITE, OWN | MAP_FIXED | (warm ? MAP_POPULATE : 0), -1, 0);
	work_begins();
	memcpy(target, block, bytes);
	munmap(block, bytes);
	work_ends();
}

int main(int argc, char **argv)
{
	size_t bytes = !strcmp(argv[1], "small") ? 64UL << 10 : 4UL << 20;
	int others = atoi(argv[3]) - 1, aligned = !strcmp(argv[2], "aligned");
	char *block = mmap(room(bytes, 0), bytes, READ_WRITE, OWN | MAP_FIXED | MAP_POPULATE, -1, 0);
	char *target = room(bytes, aligned ? 0 : PAGE);
	pthread_t threads[MOST];

	for (int i = 0; i < others; i++)
		pthread_create(&threads[i], NULL, spin, NULL);
	while (running < others)
		usleep(100);
	if (aligned || !strcmp(argv[2], "mremap"))
		move_block(block, bytes, target);
	else
		copy_block(block, bytes, target, !strcmp(argv[2], "warm"));
	over = 1;
	for (int i = 0; i < others; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
