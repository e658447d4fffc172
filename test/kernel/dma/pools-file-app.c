#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static void show(void)
{
	char text[5000];
	int file = open("/sys/bus/pci/devices/0000:00:02.0/pools", O_RDONLY);
	long length = file < 0 ? 0 : read(file, text, sizeof(text) - 1);

	text[length < 0 ? 0 : length] = 0;
	printf("-- %s\n%s", file < 0 ? "no file" : "file", text);
	fflush(stdout);
	close(file);
}

int main(void)
{
	show();
	for (int i = 0; i < 3; i++) {
		int file = open("/sys/kernel/debug/step", O_WRONLY);

		write(file, "x", 1);
		close(file);
		show();
	}
	return 0;
}
