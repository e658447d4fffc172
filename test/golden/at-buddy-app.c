/* Has the driver go on, and tells at the end what lay free each time. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char text[65536], told[65536];

static void note(const char *path)
{
	int file = open(path, O_RDONLY), got, all = 0;

	while ((got = read(file, text + all, sizeof(text) - 1 - all)) > 0)
		all += got;
	close(file);
	text[all] = 0;
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		if (strstr(line, "     DMA") && strlen(told) < sizeof(told) - 200)
			sprintf(told + strlen(told), "> %s\n", line);
}

int main(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(0, &set);
	sched_setaffinity(0, sizeof(set), &set);
	note("/proc/buddyinfo");
	note("/proc/pagetypeinfo");
	for (int i = 0; i < 40; i++) {
		int file = open("/dev/buddy", O_WRONLY);

		write(file, "x", 1);
		close(file);
		note("/proc/buddyinfo");
		if (i % 4 == 3)
			note("/proc/pagetypeinfo");
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (char *line = strtok(told, "\n"); line; line = strtok(NULL, "\n"))
		puts(line);
	return 0;
}
