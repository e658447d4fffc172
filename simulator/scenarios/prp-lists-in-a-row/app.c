/* Reads 4 MiB of the disk with 32 commands of 128 KiB, into memory that is zero before. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE	4096ul
#define MARK	64ul
#define CHUNK	(128 * 1024ul)
#define CHUNKS	32

struct mini_io {
	uint64_t address;
	uint32_t first, chunks, write, status;
};
#define MINI_IO	_IOWR('n', 1, struct mini_io)

static unsigned char *memory_of(unsigned long bytes)
{
	return mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static uint32_t transfer(int fd, unsigned char *memory, int first, int chunks, int write)
{
	struct mini_io io = { .address = (unsigned long)memory, .first = first, .chunks = chunks, .write = write };

	if (ioctl(fd, MINI_IO, &io)) {
		perror("ioctl");
		_exit(1);
	}
	return io.status;
}

static int missing(const unsigned char *got, const unsigned char *chunk)
{
	int pages = 0;

	for (unsigned long at = 0; at < CHUNK; at += PAGE)
		pages += memcmp(got + at, chunk + at, MARK) != 0;
	return pages;
}

/* What the kernel says about pools, if there are any. */
static void show_pools(void)
{
	FILE *file = fopen("/sys/bus/pci/devices/0000:01:00.0/pools", "r");
	char line[80];

	if (!file)
		return;
	while (fgets(line, sizeof(line), file))
		fputs(line, stdout);
	fclose(file);
}

int main(void)
{
	unsigned char *chunk = memory_of(CHUNK), *memory = memory_of(CHUNKS * CHUNK);
	int fd = open("/dev/mini_nvme", O_RDWR);

	if (fd < 0) {
		perror("mini_nvme");
		return 1;
	}
	/* all chunks of the disk are alike: their page n begins with bytes of n + 1 */
	for (unsigned long page = 0; page < CHUNK / PAGE; page++)
		memset(chunk + page * PAGE, page + 1, MARK);
	for (int i = 0; i < CHUNKS; i++)
		if (transfer(fd, chunk, i, 1, 1))
			return 1;
	printf("status %#x\n", transfer(fd, memory, 0, CHUNKS, 0));
	for (int i = 0; i < CHUNKS; i++)
		if (missing(memory + i * CHUNK, chunk))
			printf("command %d: %d of 32 pages missing\n", i, missing(memory + i * CHUNK, chunk));
	show_pools();
	close(fd);
	return 0;
}
