/* What /sys shows of a DMA engine. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static void show(const char *path)
{
	char text[64];
	int file = open(path, O_RDONLY);
	ssize_t length = file < 0 ? -1 : read(file, text, sizeof(text) - 1);

	text[length < 0 ? 0 : length] = 0;
	printf("%s: %s", path, length < 0 ? "-\n" : text);
	if (file >= 0)
		close(file);
}

int main(void)
{
	show("/sys/class/dma/dma0chan0/in_use");
	show("/sys/class/dma/dma0chan0/memcpy_count");
	show("/sys/class/dma/dma0chan0/bytes_transferred");
	show("/sys/class/dma/dma0chan1/in_use");
	return 0;
}
