#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGES 40

int main(int count, char **arguments)
{
	unsigned char *memory = mmap(NULL, PAGES * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int device = open("/dev/cma", O_RDWR), wrong = 0;
	long frame;

	for (int i = 0; i < PAGES; i++)
		memset(memory + i * 4096, i + 1, 4096);
	frame = ioctl(device, 0, strtoul(arguments[1], NULL, 0));
	printf("buffer at frame %lx\n", frame);
	for (int i = 0; i < PAGES * 4096; i++)
		if (memory[i] != i / 4096 + 1)
			wrong++;
	printf("%d bytes wrong\n", wrong);
	for (int i = 0; i < PAGES; i++)
		memset(memory + i * 4096, i + 2, 4096);
	ioctl(device, 1, 0);
	printf("done\n");
	return wrong != 0;
}
