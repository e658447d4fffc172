/* Reads twice from a driver that reads through NULL the first time: the program is killed and its file closed. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	char byte;
	int fd = open("/dev/victim", O_RDONLY);

	printf("read %d\n", (int)read(fd, &byte, 1));
	printf("not reached\n");
	return 3;
}
