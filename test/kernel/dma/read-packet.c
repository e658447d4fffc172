#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	char bytes[4096];
	int file = open("/sys/kernel/debug/packet", O_RDONLY);
	long got = file < 0 ? 0 : read(file, bytes, sizeof(bytes));

	printf("%ld bytes\n", got);
	return 0;
}
