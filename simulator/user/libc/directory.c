/* Directory streams over getdents64. */
#include <bits/system-call.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct __directory {
	int fd;
	int filled, at;
	char buffer[2048] __attribute__((aligned(8)));
};

ssize_t readlink(const char *path, char *buffer, size_t size) { return __call3(readlink, path, buffer, size); }

DIR *fdopendir(int fd)
{
	DIR *directory = calloc(1, sizeof(*directory));

	if (directory)
		directory->fd = fd;
	return directory;
}

DIR *opendir(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);

	if (!directory && fd >= 0)
		close(fd);
	return directory;
}

struct dirent *readdir(DIR *directory)
{
	struct dirent *entry;

	if (directory->at >= directory->filled) {
		directory->filled = __call3(getdents64, directory->fd, directory->buffer, sizeof(directory->buffer));
		directory->at = 0;
		if (directory->filled <= 0)
			return NULL;
	}
	entry = (struct dirent *)(directory->buffer + directory->at);
	directory->at += entry->d_reclen;
	return entry;
}

void rewinddir(DIR *directory)
{
	lseek(directory->fd, 0, SEEK_SET);
	directory->filled = directory->at = 0;
}

int closedir(DIR *directory)
{
	int result = close(directory->fd);

	free(directory);
	return result;
}

int dirfd(DIR *directory) { return directory->fd; }
int alphasort(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static int keep(struct dirent ***list, int count, const struct dirent *entry)
{
	struct dirent **longer = realloc(*list, (count + 1) * sizeof(**list));

	if (!longer)
		return -1;
	*list = longer;
	longer[count] = malloc(entry->d_reclen);
	if (!longer[count])
		return -1;
	memcpy(longer[count], entry, entry->d_reclen);
	return count + 1;
}

int scandir(const char *path, struct dirent ***result, int (*filter)(const struct dirent *entry),
	    int (*compare)(const struct dirent **a, const struct dirent **b))
{
	DIR *directory = opendir(path);
	struct dirent **list = NULL, *entry;
	int count = 0;

	if (!directory)
		return -1;
	while (count >= 0 && (entry = readdir(directory)))
		if (!filter || filter(entry))
			count = keep(&list, count, entry);
	closedir(directory);
	if (count > 0 && compare)
		qsort(list, count, sizeof(*list), (int (*)(const void *, const void *))compare);
	*result = list;
	return count;
}
