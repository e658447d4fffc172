/*
 * Puts an image into the driver's buffer, has the board process it, and saves what is in the buffer then as out.bmp.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define DEBUGFS		"/sys/kernel/debug/fpga_image/"
#define MBYTE		(1024 * 1024)
#define WIDTH		1024
#define HEIGHT		1024
#define PIXELS		(WIDTH * HEIGHT)

static int open_or_die(const char *path, int flags)
{
	int fd = open(path, flags, 0644);

	if (fd < 0) {
		perror(path);
		exit(1);
	}
	return fd;
}

/* A blue-green gradient in steps of four by four pixels: what a row begins with, to which x / 4 is added. */
static uint32_t row_of(int y)
{
	return 0xff000000u | (uint32_t)(y >> 2) << 8;
}

static void draw(uint32_t *pixels)
{
	for (int y = 0; y < HEIGHT; y += 4, pixels += 4 * WIDTH) {
		uint32_t row = row_of(y);

		for (int x = 0; x < WIDTH; x++)
			pixels[x] = row | (uint32_t)(x >> 2);
		for (int same = 1; same < 4; same++)
			memcpy(pixels + same * WIDTH, pixels, WIDTH * sizeof(*pixels));
	}
}

static void put_le32(unsigned char *to, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		to[i] = value >> (8 * i);
}

static void save_bmp(const char *path, const uint32_t *pixels)
{
	unsigned char header[54] = { 'B', 'M' };
	int fd = open_or_die(path, O_WRONLY | O_CREAT | O_TRUNC);

	put_le32(header + 2, sizeof(header) + PIXELS * 4);
	put_le32(header + 10, sizeof(header));
	put_le32(header + 14, 40);
	put_le32(header + 18, WIDTH);
	put_le32(header + 22, HEIGHT);
	header[26] = 1;
	header[28] = 32;
	if (write(fd, header, sizeof(header)) != sizeof(header) || write(fd, pixels, PIXELS * 4) != PIXELS * 4)
		perror(path);
	close(fd);
}

static const char *verdict(const uint32_t *pixels)
{
	static uint32_t drawn[WIDTH], inverted[WIDTH];
	int same = 0, processed = 0;

	for (int y = 0; y < HEIGHT; y++, pixels += WIDTH) {
		for (int x = 0; y % 4 == 0 && x < WIDTH; x++) {
			drawn[x] = row_of(y) | (uint32_t)(x >> 2);
			inverted[x] = ~drawn[x];
		}
		if (memcmp(pixels, drawn, sizeof(drawn)) == 0)
			same++;
		else if (memcmp(pixels, inverted, sizeof(inverted)) == 0)
			processed++;
	}
	if (same == HEIGHT)
		return "the same as the original";
	if (processed == HEIGHT)
		return "the processed one";
	return "something else";
}

int main(void)
{
	int image_file = open_or_die(DEBUGFS "image", O_RDWR);
	int start_file = open_or_die(DEBUGFS "start", O_WRONLY);
	uint32_t *image = mmap(0, 4 * MBYTE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_LOCKED, image_file, 0);

	if (image == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	draw(image);

	if (write(start_file, "1", 1) != 1) {
		perror("start");
		return 1;
	}
	printf("the image in the buffer is %s\n", verdict(image));
	save_bmp("/out.bmp", image);

	munmap(image, 4 * MBYTE);
	close(start_file);
	close(image_file);
	return 0;
}
