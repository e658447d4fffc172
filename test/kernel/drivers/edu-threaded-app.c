/* Asks for factorials through the attribute; unbinds and binds the driver. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FOLDER "/sys/bus/pci/devices/0000:00:02.0/"

static void show(const char *path)
{
	char text[300];
	int file = open(path, O_RDONLY), length = file < 0 ? -1 : read(file, text, sizeof(text) - 1);

	text[length < 0 ? 0 : length] = 0;
	printf("%s: %d '%s'\n", path, file < 0 ? -errno : length, text);
	close(file);
}

static void put(const char *path, const char *text)
{
	int file = open(path, O_WRONLY), length = file < 0 ? -1 : write(file, text, strlen(text));

	printf("%s <- %s: %d\n", path, text, length < 0 ? -errno : length);
	close(file);
}

int main(void)
{
	show(FOLDER "vendor");
	show(FOLDER "device");
	show(FOLDER "class");
	show(FOLDER "enable");
	show(FOLDER "resource");
	show(FOLDER "uevent");
	put(FOLDER "factorial", "5");
	show(FOLDER "factorial");
	put(FOLDER "factorial", "12");
	show(FOLDER "factorial");
	put(FOLDER "factorial", "many");
	show(FOLDER "strangers");
	put(FOLDER "enable", "0");
	put("/sys/bus/pci/drivers/unit/unbind", "0000:00:02.0");
	show(FOLDER "factorial");
	show(FOLDER "enable");
	put("/sys/bus/pci/drivers/unit/bind", "0000:00:02.0");
	put(FOLDER "factorial", "6");
	show(FOLDER "factorial");
	put("/sys/bus/pci/drivers/unit/new_id", "8086 1");
	put("/sys/bus/pci/drivers/unit/remove_id", "8086 1");
	put("/sys/bus/pci/drivers/unit/remove_id", "8086 1");
	return 0;
}
