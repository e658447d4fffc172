/*
 * An allocator whose memory is a file ("without MAP_ANONYMOUS and MAP_PRIVATE"): what is stored in it is in the file, some day. A record of three pages
 * is updated by writing it anew beside the old one: first all of its pages reach the disk, then the word that says where it is. Started with a file that is there already, the app tells what it finds in it.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE 4096UL
#define ARENA_PAGES 16
#define RECORD_PAGES 3

/* The arena begins with its own page: how much is given out, and where the record is. */
struct arena {
	size_t used;
	size_t record;
};

static struct arena *arena;

static void *dmalloc(size_t pages)
{
	char *memory = (char *)arena + arena->used;

	arena->used += pages * PAGE;
	return memory;
}

static int open_arena(int *was_there)
{
	int fd = open("/arena", O_RDWR | O_CREAT, 0644);
	struct stat status;

	fstat(fd, &status);
	*was_there = status.st_size >= (off_t)PAGE;
	ftruncate(fd, ARENA_PAGES * PAGE);
	arena = mmap(NULL, ARENA_PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	return fd;
}

static void write_record(char *record, int generation)
{
	for (int i = 0; i < RECORD_PAGES; i++)
		memset(record + i * PAGE, '0' + generation, PAGE);
}

static void tell_record(void)
{
	char *record = (char *)arena + arena->record;

	printf("found generations %c %c %c: %s\n", record[0], record[PAGE], record[2 * PAGE],
	       record[0] == record[PAGE] && record[0] == record[2 * PAGE] ? "whole" : "torn");
}

int main(void)
{
	int was_there;
	char *record;

	open_arena(&was_there);
	if (was_there) {
		tell_record();
		return 0;
	}
	arena->used = PAGE;
	record = dmalloc(RECORD_PAGES);
	arena->record = record - (char *)arena;
	write_record(record, 1);
	msync(arena, ARENA_PAGES * PAGE, MS_SYNC);
	printf("generation 1 is on the disk\n");
	sleep(1);
	/* The update: a second copy that is on the disk before anything names it. */
	record = dmalloc(RECORD_PAGES);
	write_record(record, 2);
	msync(record, RECORD_PAGES * PAGE, MS_SYNC);
	printf("generation 2 is on the disk, and nothing says so\n");
	arena->record = record - (char *)arena;
	msync(arena, PAGE, MS_SYNC);
	printf("generation 2 is the record\n");
	sleep(60);
	printf("generation 2 has had time to reach the disk\n");
	return 0;
}
