// SPDX-License-Identifier: MIT
/* Maps the driver's buffer and draws into it, as the thread's program did: without a look at what mmap() said. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define SIZE (64 * 1024)

int main(void)
{
	int fd = open("/sys/kernel/debug/image", O_RDWR);
	unsigned int *image;

	errno = 0;
	image = (unsigned int *)mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_LOCKED, fd, 0);
	printf("mmap: %s\n", errno ? strerror(errno) : "a pointer");
	fflush(stdout);
	image[0] = 0xff0000;
	printf("the first pixel is drawn\n");
	return 0;
}
