// SPDX-License-Identifier: MIT
/* Shows what the kernel says of the device's pools: blocks in use, blocks in all, size, pages. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	int fd = open("/sys/bus/pci/devices/0000:00:02.0/pools", O_RDONLY);
	char text[512];
	ssize_t length = read(fd, text, sizeof(text));

	if (length > 0)
		write(1, text, length);
	close(fd);
	return 0;
}
