/*
 * Puts an image into the driver's buffer, has the board process it, and says what is in the buffer then. Argument: bytes of the image.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define DEBUGFS		"/sys/kernel/debug/fpga_image/"
#define BUFFER		(4 * 1024 * 1024)

static const char *verdict(const unsigned int *before, const unsigned int *after, int pixels)
{
	int same = 0, inverted = 0;

	for (int i = 0; i < pixels; i++) {
		if (after[i] == before[i])
			same++;
		else if (after[i] == ~before[i])
			inverted++;
	}
	return same == pixels ? "the same as the original" : inverted == pixels ? "the processed one" : "something else";
}

int main(int count, char **arguments)
{
	int bytes = count > 1 ? atoi(arguments[1]) : 16 * 1024;
	int image_file = open(DEBUGFS "image", O_RDWR), start_file = open(DEBUGFS "start", O_WRONLY);
	unsigned int *original = malloc(bytes), *after = malloc(bytes);
	/* the cast changes the type of what is pointed to, not the address */
	unsigned int *image = (unsigned int *)mmap(0, BUFFER, PROT_READ | PROT_WRITE, MAP_SHARED, image_file, 0);

	if (image == MAP_FAILED || start_file < 0 || !original || !after) {
		perror(DEBUGFS);
		return 1;
	}
	for (int i = 0; i < bytes / 4; i++)
		original[i] = 0xff000000u | i;
	memcpy(image, original, bytes);

	if (write(start_file, "1", 1) != 1)
		perror("the board");
	memcpy(after, image, bytes);
	printf("the image in the buffer is %s\n", verdict(original, after, bytes / 4));

	munmap(image, BUFFER);
	free(original);
	free(after);
	close(start_file);
	close(image_file);
	return 0;
}
