#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void show(const char *name)
{
	char path[80], text[200];
	int file, length;

	snprintf(path, sizeof(path), "/sys/kernel/debug/helpers/%s", name);
	file = open(path, O_RDONLY);
	length = read(file, text, sizeof(text) - 1);
	text[length > 0 ? length : 0] = 0;
	printf("%s: %d %d %s|\n", name, length < 0 ? errno : length, lseek(file, 0, SEEK_SET) < 0 ? errno : 0, text);
	close(file);
}

int main(void)
{
	static const char *const names[] = { "array", "empty", "registers", "blob", "bool", "atomic", "u8", "x16", "x32", "x64", "ulong", "size_t",
					     "sequence", "link", "none" };
	char target[32] = "";

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		show(names[i]);
	printf("%zd %s\n", readlink("/sys/kernel/debug/helpers/link", target, sizeof(target) - 1), target);
	return 0;
}
