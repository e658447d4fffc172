#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
int main(void)
{
	char b[8];
	int fd = open("/dev/results", O_RDONLY);
	printf("%d %ld\n", fd >= 0, (long)read(fd, b, 8));
	return 0;
}
