/* Strings as the kernel's own functions treat them. Blocks of bytes are TypeScript's (memory-functions.ts). */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/string.h>

char *strcpy(char *to, const char *from)
{
	memcpy(to, from, strlen(from) + 1);
	return to;
}

/* Fills up with NULs; a text that is too long ends without one. */
char *strncpy(char *to, const char *from, size_t count)
{
	size_t length = strnlen(from, count);

	memcpy(to, from, length);
	memset(to + length, 0, count - length);
	return to;
}

size_t strlcpy(char *to, const char *from, size_t size)
{
	size_t length = strlen(from);

	if (size) {
		size_t kept = length < size ? length : size - 1;

		memcpy(to, from, kept);
		to[kept] = 0;
	}
	return length;
}

ssize_t strscpy(char *to, const char *from, size_t size)
{
	size_t length;

	if (!size)
		return -E2BIG;
	length = strnlen(from, size);
	if (length < size) {
		memcpy(to, from, length + 1);
		return length;
	}
	memcpy(to, from, size - 1);
	to[size - 1] = 0;
	return -E2BIG;
}

ssize_t strscpy_pad(char *to, const char *from, size_t size)
{
	ssize_t written = strscpy(to, from, size);

	if (written >= 0)
		memset(to + written, 0, size - written);
	return written;
}

char *strcat(char *to, const char *from)
{
	strcpy(to + strlen(to), from);
	return to;
}

char *strncat(char *to, const char *from, size_t count)
{
	char *end = to + strlen(to);
	size_t length = strnlen(from, count);

	memcpy(end, from, length);
	end[length] = 0;
	return to;
}

size_t strlcat(char *to, const char *from, size_t size)
{
	size_t used = strnlen(to, size);

	return used == size ? size + strlen(from) : used + strlcpy(to + used, from, size - used);
}

int strcmp(const char *one, const char *other)
{
	while (*one && *one == *other)
		one++, other++;
	return (unsigned char)*one - (unsigned char)*other;
}

int strncmp(const char *one, const char *other, size_t count)
{
	for (; count; one++, other++, count--) {
		if (*one != *other)
			return (unsigned char)*one - (unsigned char)*other;
		if (!*one)
			break;
	}
	return 0;
}

int strncasecmp(const char *one, const char *other, size_t count)
{
	for (; count; one++, other++, count--) {
		int a = tolower((unsigned char)*one), b = tolower((unsigned char)*other);

		if (a != b)
			return a - b;
		if (!a)
			break;
	}
	return 0;
}

int strcasecmp(const char *one, const char *other)
{
	return strncasecmp(one, other, (size_t)-1);
}

char *strchrnul(const char *text, int character)
{
	while (*text && *text != (char)character)
		text++;
	return (char *)text;
}

char *strchr(const char *text, int character)
{
	char *found = strchrnul(text, character);

	return *found == (char)character ? found : NULL;
}

char *strnchr(const char *text, size_t count, int character)
{
	for (; count--; text++) {
		if (*text == (char)character)
			return (char *)text;
		if (!*text)
			break;
	}
	return NULL;
}

char *strrchr(const char *text, int character)
{
	const char *last = NULL;

	do {
		if (*text == (char)character)
			last = text;
	} while (*text++);
	return (char *)last;
}

char *strnstr(const char *text, const char *part, size_t count)
{
	size_t wanted = strlen(part);

	for (; count >= wanted; text++, count--) {
		if (!strncmp(text, part, wanted))
			return (char *)text;
		if (!*text)
			break;
	}
	return NULL;
}

char *strstr(const char *text, const char *part)
{
	return strnstr(text, part, strlen(text));
}

size_t strspn(const char *text, const char *accept)
{
	size_t length = 0;

	while (text[length] && strchr(accept, text[length]))
		length++;
	return length;
}

size_t strcspn(const char *text, const char *reject)
{
	size_t length = 0;

	while (text[length] && !strchr(reject, text[length]))
		length++;
	return length;
}

char *strpbrk(const char *text, const char *accept)
{
	text += strcspn(text, accept);
	return *text ? (char *)text : NULL;
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

/* A newline at the end of either makes no difference: how people write to sysfs. */
bool sysfs_streq(const char *one, const char *other)
{
	while (*one && *one == *other)
		one++, other++;
	if (*one == *other)
		return true;
	if (!*one && *other == '\n' && !other[1])
		return true;
	return *one == '\n' && !one[1] && !*other;
}

int match_string(const char *const *array, size_t count, const char *text)
{
	size_t index;

	for (index = 0; index < count && array[index]; index++)
		if (!strcmp(array[index], text))
			return index;
	return -EINVAL;
}
