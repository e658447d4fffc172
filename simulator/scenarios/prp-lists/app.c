/* Reads the first bytes of the disk, in nine sizes and places, into memory that is zero before. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define KiB	1024ul
#define PAGE	4096ul
#define MARK	64ul
#define PIECE	(128 * KiB)
#define DISK	(4096 * KiB)

struct mini_io {
	uint64_t address, bytes, block;
	uint32_t write, status, entries, lists;
};
#define MINI_IO	_IOWR('n', 1, struct mini_io)

static const struct {
	unsigned long bytes, offset;
} cases[] = {
	{ 4 * KiB, 0 }, { 4 * KiB, 0x200 }, { 8 * KiB, 0x200 }, { 128 * KiB, 0 }, { 1024 * KiB, 0 },
	{ 2048 * KiB, 0 }, { 2048 * KiB, 0x200 }, { 2056 * KiB, 0 }, { 4096 * KiB, 0 },
};

static int transfer(int fd, unsigned char *memory, unsigned long bytes, unsigned long at, int write,
		    struct mini_io *io)
{
	memset(io, 0, sizeof(*io));
	io->address = (unsigned long)memory;
	io->bytes = bytes;
	io->block = at / 512;
	io->write = write;
	return ioctl(fd, MINI_IO, io);
}

static unsigned char *memory_of(unsigned long bytes)
{
	return mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* All pieces of the disk are alike: their page n begins with bytes of n + 1. */
static int fill_disk(int fd, unsigned char *piece)
{
	struct mini_io io;

	for (unsigned long page = 0; page < PIECE / PAGE; page++)
		memset(piece + page * PAGE, page + 1, MARK);
	for (unsigned long at = 0; at < DISK; at += PIECE)
		if (transfer(fd, piece, PIECE, at, 1, &io) || io.status)
			return -1;
	return 0;
}

static int missing(const unsigned char *got, const unsigned char *piece, unsigned long bytes)
{
	int pages = 0;

	for (unsigned long at = 0; at < bytes; at += PAGE)
		pages += memcmp(got + at, piece + at % PIECE, MARK) != 0;
	return pages;
}

static void try(int fd, const unsigned char *piece, unsigned long bytes, unsigned long offset, int before)
{
	unsigned char *memory = memory_of(bytes + PAGE);
	struct mini_io io;

	if (before)
		memset(memory, before, bytes + PAGE);
	if (transfer(fd, memory + offset, bytes, 0, 0, &io)) {
		perror("ioctl");
		return;
	}
	printf("%4lu KiB at %#5lx: %4u entries in %u lists, status %#x, %d pages missing\n", bytes / KiB, offset,
	       io.entries, io.lists, io.status, missing(memory + offset, piece, bytes));
	munmap(memory, bytes + PAGE);
}

int main(void)
{
	int fd = open("/dev/mini_nvme", O_RDWR);
	unsigned char *piece = memory_of(PIECE);

	if (fd < 0 || fill_disk(fd, piece)) {
		perror("mini_nvme");
		return 1;
	}
	for (unsigned int i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		try(fd, piece, cases[i].bytes, cases[i].offset, 0);
	printf("into memory that is not zero:\n");
	try(fd, piece, 2056 * KiB, 0, 0xff);
	close(fd);
	return 0;
}
