// SPDX-License-Identifier: MIT
/* Maps the board's buffer, lets the device write into it three times, and looks what is there. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int main(void)
{
	int fd = open("/dev/board", O_RDWR), i;
	const char *buffer = fd < 0 ? MAP_FAILED : mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	char text[16];

	if (buffer == MAP_FAILED) {
		perror("/dev/board");
		return 1;
	}
	printf("at first '%s'\n", buffer);
	for (i = 1; i <= 3; i++) {
		snprintf(text, sizeof(text), "message %d", i);
		if (write(fd, text, strlen(text)) < 0)
			perror("write");
		printf("the program sees '%s'\n", buffer);
	}
	return 0;
}
