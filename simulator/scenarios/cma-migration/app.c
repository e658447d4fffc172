/* Fills pages of its own, and looks where they are before and after the driver got its buffers. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGES 300

static uint64_t before[PAGES], after[PAGES];

static void look(int fd, unsigned char *pages, uint64_t *frames)
{
	for (int i = 0; i < PAGES; i++)
		frames[i] = ioctl(fd, 1, pages + i * 4096);
}

int main(void)
{
	unsigned char *pages = mmap(NULL, PAGES * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int fd = open("/dev/contiguous", O_RDWR), moved = 0, wrong = 0;

	if (fd < 0 || pages == MAP_FAILED)
		return 1;
	for (int i = 0; i < PAGES; i++)
		pages[i * 4096] = i + 1;
	look(fd, pages, before);
	if (ioctl(fd, 0, pages + 100 * 4096) < 0)
		perror("no buffer");
	look(fd, pages, after);
	for (int i = 0; i < PAGES; i++) {
		moved += before[i] != after[i];
		wrong += pages[i * 4096] != (unsigned char)(i + 1);
	}
	printf("%d of %d pages have moved, %d have wrong bytes\n", moved, PAGES, wrong);
	close(fd);
	return 0;
}
