/* Program for driver-sysctl.c. */
#include <stdio.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>
#include <errno.h>

static void cat(const char *p)
{
	char b[300];
	int fd = open(p, O_RDONLY);
	if (fd < 0) {
		printf("%s %s\n", p, strerror(errno));
		return;
	}
	int r = read(fd, b, 300);
	printf("%s: %.*s", p, r > 0 ? r : 0, b);
	close(fd);
}

static void put(const char *p, const char *s)
{
	int fd = open(p, O_WRONLY);
	int n = fd < 0 ? -1 : (int)write(fd, s, strlen(s));
	printf("%s <- %s: %d %s\n", p, s, n, n < 0 ? strerror(errno) : "");
	close(fd);
}

int main(void)
{
	setbuf(stdout, NULL);
	cat("/proc/currentime");
	cat("/proc/sys/dev/ldd2/val");
	put("/proc/sys/dev/ldd2/val", "42");
	cat("/proc/sys/dev/ldd2/val");
	put("/proc/sys/dev/ldd2/val", "4x");
	put("/proc/sys/dev/ldd2/vals", "7 8");
	cat("/proc/sys/dev/ldd2/vals");
	put("/proc/sys/dev/ldd2/range", "11");
	put("/proc/sys/dev/ldd2/range", "9\n");
	cat("/proc/sys/dev/ldd2/range");
	cat("/proc/sys/dev/ldd2/str");
	put("/proc/sys/dev/ldd2/str", "hello sysctl world");
	cat("/proc/sys/dev/ldd2/str");
	put("/proc/sys/dev/ldd2/val", "0x10");
	put("/proc/sys/dev/ldd2/val", "");
	cat("/proc/sys/dev/ldd2/val");
	return 0;
}
