/* Maps the driver's buffer, lets the accelerator invert it, and saves it. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define LENGTH 16384

int main(void)
{
	int file = open("/sys/kernel/debug/image/buffer", O_RDWR);
	unsigned int length = LENGTH;
	unsigned char *image;
	FILE *out;
	int i, wrong = 0;

	if (file < 0) {
		perror("open");
		return 1;
	}
	image = mmap(NULL, 4 * 1024 * 1024, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_LOCKED, file, 0);
	if (image == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	for (i = 0; i < LENGTH; i++)
		image[i] = i * 7;
	if (write(file, &length, sizeof(length)) != sizeof(length)) {
		perror("write");
		return 1;
	}
	for (i = 0; i < LENGTH; i++)
		wrong += image[i] != (unsigned char)~(i * 7);
	printf("%d of %d bytes wrong\n", wrong, LENGTH);
	out = fopen("out.bmp", "wb");
	fwrite(image, 1, LENGTH, out);
	fclose(out);
	munmap(image, 4 * 1024 * 1024);
	close(file);
	return wrong != 0;
}
