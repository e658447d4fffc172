/* Program for input-events.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>
#include <errno.h>
#include <poll.h>
#include <dirent.h>
#include <sys/ioctl.h>
#include <linux/input.h>

static int find(const char *want)
{
	char p[64], n[64];
	for (int i = 0; i < 20; i++) {
		sprintf(p, "/dev/input/event%d", i);
		int fd = open(p, O_RDWR | O_NONBLOCK);
		if (fd < 0)
			continue;
		if (ioctl(fd, EVIOCGNAME(sizeof n), n) > 0 && !strcmp(n, want))
			return fd;
		close(fd);
	}
	return -1;
}

static void drain(int fd)
{
	struct input_event e[16];
	int r;
	while ((r = read(fd, e, sizeof e)) > 0)
		for (int i = 0; i < r / (int)sizeof *e; i++)
			printf("  %d %d %d time %d\n", e[i].type, e[i].code, e[i].value, e[i].time.tv_usec < 1000000);
	printf("  end %d %s\n", r, strerror(errno));
}

static void cat(const char *p)
{
	char b[300];
	int fd = open(p, O_RDONLY);
	if (fd < 0)
		return;
	int r = read(fd, b, 300);
	printf("%s: %.*s", strrchr(p, '/') + 1, r, b);
	close(fd);
}

int main(void)
{
	setbuf(stdout, NULL);
	int m = open("/dev/feed", O_WRONLY), j = find("stick");
	printf("%d\n", j >= 0);
	struct input_id id;
	ioctl(j, EVIOCGID, &id);
	printf("id %x %x %x %x\n", id.bustype, id.vendor, id.product, id.version);
	int v;
	ioctl(j, EVIOCGVERSION, &v);
	printf("version %x\n", v);
	unsigned long bits[12] = { 0 };
	int r = ioctl(j, EVIOCGBIT(0, sizeof bits), bits);
	printf("ev %d %lx\n", r, bits[0]);
	memset(bits, 0, sizeof bits);
	r = ioctl(j, EVIOCGBIT(EV_KEY, sizeof bits), bits);
	printf("key %d %lx\n", r, bits[4]);
	char t[64];
	r = ioctl(j, EVIOCGPHYS(64), t);
	printf("phys %d %s\n", r, t);
	r = ioctl(j, EVIOCGUNIQ(64), t);
	printf("uniq %d %s\n", r, strerror(errno));
	write(m, "k", 1);
	drain(j);
	write(m, "j", 1);
	struct pollfd p = { j, POLLIN };
	r = poll(&p, 1, 100);
	printf("poll %d %x\n", r, p.revents);
	drain(j);
	struct input_absinfo a;
	r = ioctl(j, EVIOCGABS(ABS_X), &a);
	printf("abs %d %d %d %d %d %d\n", r, a.value, a.minimum, a.maximum, a.fuzz, a.flat);
	r = ioctl(j, EVIOCGRAB, 1);
	printf("grab %d\n", r);
	r = ioctl(j, 0x1234);
	printf("bad %d %s\n", r, strerror(errno));
	char c[3];
	r = read(j, c, 3);
	printf("short %d %s\n", r, strerror(errno));
	DIR *d = opendir("/sys/devices/platform/stick/input");
	struct dirent *e;
	char path[300];
	while (d && (e = readdir(d)))
		if (e->d_name[0] == 'i') {
			const char *f[] = { "name", "phys",	  "id/vendor",	"capabilities/ev", "capabilities/key",
					    "uniq", "properties", "id/bustype", "capabilities/abs" };
			for (int i = 0; i < 9; i++) {
				sprintf(path, "/sys/devices/platform/stick/input/%s/%s", e->d_name, f[i]);
				cat(path);
			}
		}
	return 0;
}
