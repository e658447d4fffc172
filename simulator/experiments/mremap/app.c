/*
 * A block that has to go elsewhere: its page-table entries move, or its bytes are copied.
 * Usage: app dense|sparse|forked mremap|aligned|copy|warm BYTES
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE		4096UL
#define TABLE		(2UL << 20)	/* what one page table maps */
#define READ_WRITE	(PROT_READ | PROT_WRITE)
#define OWN		(MAP_PRIVATE | MAP_ANONYMOUS)

/* What lies between these two calls is counted. */
static void work_begins(void)
{
}

static void work_ends(void)
{
}

/* Room that is reserved and holds nothing, `offset` bytes behind a multiple of 2 MiB. */
static char *room(size_t bytes, size_t offset)
{
	char *area = mmap(NULL, bytes + 2 * TABLE, PROT_NONE, OWN | MAP_NORESERVE, -1, 0);

	return (char *)(((unsigned long)area + TABLE - 1) / TABLE * TABLE) + offset;
}

/* Every 16th page of a sparse block has been written, all of any other. */
static char *make_block(size_t bytes, int sparse)
{
	char *block = mmap(room(bytes, 0), bytes, READ_WRITE, OWN | MAP_FIXED | (sparse ? 0 : MAP_POPULATE), -1, 0);

	for (size_t at = 0; at < bytes; at += 16 * PAGE)
		block[at] = at / PAGE + 1;
	return block;
}

static pid_t share(int forked)
{
	char *page = mmap(NULL, PAGE, READ_WRITE, OWN, -1, 0), *elsewhere = room(PAGE, 0);
	pid_t child = forked ? fork() : 0;

	if (forked && child == 0)
		for (;;)
			pause();
	/* The stack is shared, too: a first call makes it our own again. */
	mremap(page, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, elsewhere);
	return child;
}

static char *by_mremap(char *block, size_t bytes, char *target)
{
	work_begins();
	target = mremap(block, bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED, target);
	work_ends();
	return target;
}

static char *by_copy(char *block, size_t bytes, char *target, int warm)
{
	if (warm)
		mmap(target, bytes, READ_WRITE, OWN | MAP_FIXED | MAP_POPULATE, -1, 0);
	work_begins();
	if (!warm)
		mmap(target, bytes, READ_WRITE, OWN | MAP_FIXED, -1, 0);
	memcpy(target, block, bytes);
	munmap(block, bytes);
	work_ends();
	return target;
}

int main(int argc, char **argv)
{
	size_t bytes = strtoul(argv[3], NULL, 10);
	int aligned = !strcmp(argv[2], "aligned");
	char *block = make_block(bytes, !strcmp(argv[1], "sparse"));
	char *target = room(bytes, aligned ? 0 : PAGE);
	pid_t child = share(!strcmp(argv[1], "forked"));

	if (aligned || !strcmp(argv[2], "mremap"))
		block = by_mremap(block, bytes, target);
	else
		block = by_copy(block, bytes, target, !strcmp(argv[2], "warm"));
	if (child > 0)
		kill(child, SIGKILL);
	return block[0] != 1;
}
