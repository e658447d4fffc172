/* What string.h and strings.h have beside the functions of TypeScript. */
#include <string.h>
#include <strings.h>

void *mempcpy(void *to, const void *from, size_t count)
{
	return (char *)memcpy(to, from, count) + count;
}

void bzero(void *to, size_t count)
{
	memset(to, 0, count);
}

int strcoll(const char *one, const char *other)
{
	return strcmp(one, other);
}

int ffs(int value)
{
	return __builtin_ffs(value);
}
