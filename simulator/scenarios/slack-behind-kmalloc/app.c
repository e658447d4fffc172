/* Draws a test picture: red to the right, green downwards, a blue square in the middle. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define WIDTH	320
#define HEIGHT	240

int main(void)
{
	uint16_t *pixels = malloc(WIDTH * HEIGHT * 2);
	int lcd = open("/dev/lcd", O_WRONLY);
	ssize_t shown;

	if (lcd < 0 || !pixels) {
		perror("/dev/lcd");
		return 1;
	}
	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++)
			pixels[y * WIDTH + x] = x >= 120 && x < 200 && y >= 80 && y < 160 ? 0x001f : (x / 10) << 11 | (y / 4) << 5;
	shown = write(lcd, pixels, WIDTH * HEIGHT * 2);
	printf("%zd bytes shown\n", shown);
	close(lcd);
	free(pixels);
	return 0;
}
