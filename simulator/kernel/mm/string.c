/* The rarer string functions; the others are TypeScript's (string-functions.ts, memory-functions.ts). */
#include <linux/ctype.h>
#include <linux/string.h>

ssize_t strscpy_pad(char *to, const char *from, size_t size)
{
	ssize_t written = strscpy(to, from, size);

	if (written >= 0)
		memset(to + written, 0, size - written);
	return written;
}

char *strsep(char **text, const char *separators)
{
	char *begin = *text, *end;

	if (!begin)
		return NULL;
	end = strpbrk(begin, separators);
	if (end)
		*end++ = 0;
	*text = end;
	return begin;
}

char *skip_spaces(const char *text)
{
	while (isspace((unsigned char)*text))
		text++;
	return (char *)text;
}

char *strim(char *text)
{
	size_t length = strlen(text);

	while (length && isspace((unsigned char)text[length - 1]))
		text[--length] = 0;
	return skip_spaces(text);
}

void *memscan(void *from, int value, size_t count)
{
	void *found = memchr(from, value, count);

	return found ? found : (char *)from + count;
}

void *memchr_inv(const void *from, int value, size_t count)
{
	const unsigned char *at = from;

	for (; count--; at++)
		if (*at != (unsigned char)value)
			return (void *)at;
	return NULL;
}

void *memset16(u16 *to, u16 value, size_t count)
{
	u16 *at = to;

	while (count--)
		*at++ = value;
	return to;
}

void *memset32(u32 *to, u32 value, size_t count)
{
	u32 *at = to;

	while (count--)
		*at++ = value;
	return to;
}

void *memset64(u64 *to, u64 value, size_t count)
{
	u64 *at = to;

	while (count--)
		*at++ = value;
	return to;
}

void memzero_explicit(void *to, size_t count)
{
	memset(to, 0, count);
}
