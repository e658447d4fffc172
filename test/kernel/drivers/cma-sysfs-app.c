/* What sysfs counts of a CMA area: pages given and pages refused. */
#include <stdio.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void show(const char *name)
{
	char path[200], text[64];
	int fd, count;

	sprintf(path, "/sys/kernel/mm/cma/reserved/%s", name);
	fd = open(path, O_RDONLY);
	count = read(fd, text, sizeof(text) - 1);
	text[count < 0 ? 0 : count] = 0;
	printf("%s: %s", name, text);
	close(fd);
}

static void put(const char *name, const char *value)
{
	char path[200];
	int fd;

	sprintf(path, "/sys/kernel/debug/cma/reserved/%s", name);
	fd = open(path, O_WRONLY);
	printf("%s %s: %d\n", name, value, (int)write(fd, value, strlen(value)));
	close(fd);
}

int main(void)
{
	show("alloc_pages_success");
	show("alloc_pages_fail");
	put("alloc", "5");
	put("alloc", "40");
	put("alloc", "17000");
	put("free", "10");
	show("alloc_pages_success");
	show("alloc_pages_fail");
	return 0;
}
