/* Looks at, and writes to, what the driver has in /sys. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void show(const char *path)
{
	char text[5000];
	int file = open(path, O_RDONLY), length;

	if (file < 0) {
		printf("%s: %s\n", path, strerror(errno));
		return;
	}
	length = read(file, text, sizeof(text) - 1);
	text[length < 0 ? 0 : length] = 0;
	printf("%s: %d '%s'\n", path, length < 0 ? -errno : length, text);
	close(file);
}

static void put(const char *path, const char *text)
{
	int file = open(path, O_WRONLY), length;

	if (file < 0) {
		printf("%s <- %s: %s\n", path, text, strerror(errno));
		return;
	}
	length = write(file, text, strlen(text));
	printf("%s <- %s: %d %s\n", path, text, length, length < 0 ? strerror(errno) : "");
	close(file);
}

static void list(const char *path)
{
	struct dirent **entries;
	int count = scandir(path, &entries, NULL, alphasort), i;

	printf("%s:", path);
	for (i = 0; i < count; i++)
		printf(" %s%s", entries[i]->d_name, entries[i]->d_type == DT_DIR ? "/" : entries[i]->d_type == DT_LNK ? "@" : "");
	printf("\n");
}

static void link_of(const char *path)
{
	char text[200];
	int length = readlink(path, text, sizeof(text) - 1);

	text[length < 0 ? 0 : length] = 0;
	printf("%s -> %s\n", path, text);
}

static void look(const char *path)
{
	struct stat found;

	if (stat(path, &found) < 0)
		printf("%s: %s\n", path, strerror(errno));
	else
		printf("%s: mode %o size %ld\n", path, found.st_mode, (long)found.st_size);
}

int main(void)
{
	struct pollfd changed = { .events = POLLPRI };
	char text[32];
	int file;

	list("/sys/module/attributes/parameters");
	show("/sys/module/attributes/parameters/number");
	put("/sys/module/attributes/parameters/number", "17\n");
	put("/sys/module/attributes/parameters/number", "x");
	show("/sys/module/attributes/parameters/number");
	show("/sys/module/attributes/parameters/word");
	put("/sys/module/attributes/parameters/word", "x");
	show("/sys/module/attributes/parameters/list");
	put("/sys/module/attributes/parameters/list", "9,8");
	show("/sys/module/attributes/parameters/list");
	put("/sys/module/attributes/parameters/checked", "7");
	show("/sys/module/attributes/refcnt");
	list("/sys/kernel/own");
	show("/sys/kernel/own/value");
	put("/sys/kernel/own/value", "77");
	show("/sys/kernel/own/value");
	put("/sys/kernel/own/value", "no");
	put("/sys/kernel/own/big", "1");
	show("/sys/kernel/own/big");
	look("/sys/kernel/own/value");
	list("/sys/kernel/own/things");
	show("/sys/kernel/own/things/thing2/id");
	link_of("/sys/kernel/own/unit");
	show("/sys/kernel/own/unit/speed");
	show("/sys/class/testing/version");
	list("/sys/class/testing");
	link_of("/sys/class/testing/unit3");
	list("/sys/class/testing/unit3/");
	list("/sys/class/testing/unit3/inside");
	show("/sys/class/testing/unit3/inside/inner");
	show("/sys/class/testing/unit3/reset");
	put("/sys/class/testing/unit3/reset", "now\n");
	look("/sys/class/testing/unit3/inside/memory");
	show("/sys/class/testing/unit3/inside/memory");
	file = open("/sys/devices/virtual/testing/unit3/inside/memory", O_RDWR);
	printf("pwrite %zd\n", pwrite(file, "XYZ", 3, 14));
	printf("pread %zd\n", pread(file, text, 8, 12));
	printf("pread %zd\n", pread(file, text, 8, 16));
	printf("pwrite %d\n", (int)(pwrite(file, "XYZ", 3, 16) < 0 ? -errno : 0));
	close(file);
	file = open("/sys/class/testing/unit3/speed", O_RDONLY);
	read(file, text, sizeof(text));
	changed.fd = file;
	printf("poll %d", poll(&changed, 1, 0));
	printf(" %x\n", changed.revents);
	put("/sys/class/testing/unit3/speed", "0x20");
	printf("poll %d", poll(&changed, 1, 0));
	printf(" %x\n", changed.revents);
	text[lseek(file, 0, SEEK_SET)] = 0;
	printf("read %zd\n", read(file, text, sizeof(text)));
	close(file);
	list("/sys/bus/platform/drivers/sysfs-test");
	show("/sys/bus/platform/drivers/sysfs-test/mode");
	link_of("/sys/bus/platform/devices/sysfs-test.1");
	link_of("/sys/bus/platform/devices/sysfs-test.1/driver");
	link_of("/sys/bus/platform/devices/sysfs-test.2/driver");
	show("/sys/devices/platform/sysfs-test.1/uevent");
	show("/sys/devices/platform/sysfs-test.1/modalias");
	put("/sys/bus/platform/drivers/sysfs-test/unbind", "sysfs-test.1");
	put("/sys/bus/platform/drivers/sysfs-test/unbind", "sysfs-test.1");
	put("/sys/bus/platform/drivers/sysfs-test/bind", "sysfs-test.1");
	put("/sys/bus/platform/drivers/sysfs-test/bind", "sysfs-test.2");
	put("/sys/bus/platform/drivers/sysfs-test/bind", "nobody");
	return 0;
}
