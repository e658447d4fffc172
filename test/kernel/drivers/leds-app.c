/* Reads and sets the lights of leds.c by their files. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
static void show(const char *path) { char b[100] = ""; int fd = open(path, O_RDONLY); int n = read(fd, b, 99); printf("%s: %s", path, n < 0 ? strerror(errno) : b); close(fd); }
static void put(const char *path, const char *text) { int fd = open(path, O_WRONLY); int n = write(fd, text, strlen(text)); printf("%s < %s: %d %s\n", path, text, n, n < 0 ? strerror(errno) : ""); close(fd); }
int main(void)
{
	show("/sys/class/leds/board::status/brightness");
	show("/sys/class/leds/board::status/max_brightness");
	put("/sys/class/leds/board::status/brightness", "1");
	put("/sys/class/leds/board::status/brightness", "77");
	put("/sys/class/leds/board::status/brightness", "x");
	put("/sys/class/leds/board::status_1/brightness", "200");
	show("/sys/class/leds/board::status/brightness");
	show("/sys/class/leds/board::status_1/brightness");
	return 0;
}
