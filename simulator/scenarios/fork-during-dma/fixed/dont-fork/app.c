/* Captures samples into its own memory, and forks a child while the device is at it. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	unsigned char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int fd = open("/dev/capture", O_RDWR);
	pid_t child;

	if (fd < 0 || page == MAP_FAILED)
		return 1;
	memset(page, 0x11, 4096);
	madvise(page, 4096, MADV_DONTFORK);
	write(fd, page, 64);
	child = fork();
	if (child == 0) {
		sleep(1);
		_exit(0);
	}
	page[2048] = 1;		/* something else in the same page */
	read(fd, NULL, 0);
	printf("the first sample is %#x\n", page[0]);
	waitpid(child, NULL, 0);
	close(fd);
	return 0;
}
