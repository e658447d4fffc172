/* Program for driver-bus.c. */
#include <stdio.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>
#include <errno.h>
#include <dirent.h>
#include <sys/stat.h>

static void cat(const char *p)
{
	char b[4096];
	int fd = open(p, O_RDONLY), n;
	if (fd < 0) {
		printf("%s: %s\n", p, strerror(errno));
		return;
	}
	n = read(fd, b, sizeof b);
	if (n < 0)
		printf("%s error %s\n", p, strerror(errno));
	else
		printf("%s: %.*s%s", p, n, b, n && b[n - 1] == '\n' ? "" : "|\n");
	close(fd);
}

static void put(const char *p, const char *s)
{
	int fd = open(p, O_WRONLY);
	int n = fd < 0 ? -1 : write(fd, s, strlen(s));
	printf("%s <- %s: %d %s\n", p, s, n, n < 0 ? strerror(errno) : "");
	close(fd);
}

static void ls(const char *p)
{
	DIR *d = opendir(p);
	struct dirent *e;
	printf("%s:", p);
	while (d && (e = readdir(d)))
		if (e->d_name[0] != '.' && strcmp(e->d_name, "waiting_for_supplier"))
			printf(" %s%s", e->d_name, e->d_type == DT_LNK ? "@" : e->d_type == DT_DIR ? "/" : "");
	printf("\n");
	if (d)
		closedir(d);
}

int main(void)
{
	setbuf(stdout, NULL);
	cat("/sys/bus/ldd/ver");
	ls("/sys/bus/ldd/devices");
	ls("/sys/bus/ldd/drivers/scul");
	ls("/sys/devices/ldd0");
	cat("/sys/bus/ldd/drivers/scul/info");
	cat("/sys/devices/ldd0/scull1/uevent");
	cat("/sys/kernel/ks1/obj1/v");
	put("/sys/kernel/ks1/obj1/v", "77");
	put("/sys/kernel/ks1/obj1/v", "x");
	cat("/sys/kernel/ks1/obj1/v");
	cat("/sys/kernel/ks1/obj1/blob");
	ls("/sys/kernel/ks1/obj1");
	char l[200];
	int n = readlink("/sys/kernel/ks1/obj1/dev", l, 200);
	printf("link %.*s\n", n, l);
	n = readlink("/sys/bus/ldd/devices/scull1", l, 200);
	printf("link %.*s\n", n, l);
	n = readlink("/sys/devices/ldd0/scull1/driver", l, 200);
	printf("link %.*s\n", n, l);
	put("/sys/bus/ldd/drivers/scul/unbind", "scull1");
	put("/sys/bus/ldd/drivers/scul/unbind", "scull1");
	put("/sys/bus/ldd/drivers/scul/bind", "scull1");
	put("/sys/bus/ldd/drivers/scul/bind", "scul4");
	put("/sys/bus/ldd/drivers_probe", "scul2");
	put("/sys/bus/ldd/drivers_autoprobe", "0");
	cat("/sys/bus/ldd/drivers_autoprobe");
	struct stat st;
	stat("/sys/kernel/ks1/obj1/blob", &st);
	printf("size %ld mode %o\n", (long)st.st_size, st.st_mode);
	cat("/sys/kernel/ks1");
	ls("/sys/bus/ldd");
	return 0;
}
