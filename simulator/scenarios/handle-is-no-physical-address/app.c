/* Reads the driver's buffer through a mapping. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int main(void)
{
	int fd = open("/sys/kernel/debug/board/buffer", O_RDWR);
	char *text = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (text == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	printf("the program reads: '%.30s'\n", text);
	munmap(text, 4096);
	close(fd);
	return 0;
}
