/* Program for page-walk.c. */
#include <stdio.h>
#include <string.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

int main(void)
{
	setbuf(stdout, NULL);
	int fd = open("/dev/walk", O_RDWR);
	char *m = mmap(0, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	strcpy(m + 100, "hello");
	printf("%d\n", ioctl(fd, 1, m + 100));
	volatile char c = m[4096];
	printf("%d\n", ioctl(fd, 1, m + 4096));
	printf("%d\n", ioctl(fd, 1, m + 8192));
	printf("%d\n", ioctl(fd, 1, 0x7000UL));
	return c;
}
