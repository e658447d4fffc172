/* Gets a dma-buf, maps it, writes to it between SYNC_START and SYNC_END, and gives it to a device. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define DMA_BUF_IOCTL_SYNC 0x40086200
#define DMA_BUF_SET_NAME 0x40086201

static void report(const char *what, long result)
{
	printf("%s: %ld %s\n", what, result, result < 0 ? strerror(errno) : "");
}

int main(void)
{
	int share = open("/dev/share", O_RDWR), buffer = ioctl(share, 0x7301, 8192);
	unsigned long long flags = 2;
	unsigned int *memory;

	report("descriptor", buffer >= 0);
	report("size", lseek(buffer, 0, SEEK_END));
	report("current", lseek(buffer, 0, SEEK_CUR));
	report("read", read(buffer, &flags, 1));
	report("too large", (long)mmap(NULL, 12288, PROT_READ, MAP_SHARED, buffer, 0) == -1 ? -1 : 0);
	memory = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, buffer, 0);
	report("mapped", memory != MAP_FAILED);
	report("start", ioctl(buffer, DMA_BUF_IOCTL_SYNC, &flags));
	memory[0] = 0x11223344;
	memory[1] = 0x55667788;
	flags = 2 | 4;
	report("end", ioctl(buffer, DMA_BUF_IOCTL_SYNC, &flags));
	flags = 4;
	report("neither", ioctl(buffer, DMA_BUF_IOCTL_SYNC, &flags));
	flags = 64;
	report("unknown flags", ioctl(buffer, DMA_BUF_IOCTL_SYNC, &flags));
	report("other command", ioctl(buffer, 77, 0));
	report("name", ioctl(buffer, DMA_BUF_SET_NAME, "picture"));
	report("no descriptor", ioctl(share, 0x7302, 99));
	report("no dma-buf", ioctl(share, 0x7302, share));
	report("given to the device", ioctl(share, 0x7302, buffer));
	printf("the device wrote %x %x\n", memory[2], memory[3]);
	close(share);
	report("closed", close(buffer));
	munmap(memory, 8192);
	report("again", close(buffer));
	return 0;
}
