/* Strings and bytes, over those functions that string-functions.ts and memory-functions.ts provide. */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *mempcpy(void *to, const void *from, size_t count)
{
	return (char *)memcpy(to, from, count) + count;
}

void *memccpy(void *to, const void *from, int c, size_t count)
{
	const char *end = memchr(from, c, count);

	return end ? mempcpy(to, from, end + 1 - (const char *)from) : (memcpy(to, from, count), NULL);
}

void *memmem(const void *from, size_t count, const void *wanted, size_t length)
{
	const char *at = from;

	for (; length <= count; at++, count--)
		if (memcmp(at, wanted, length) == 0)
			return (void *)at;
	return NULL;
}

void explicit_bzero(void *to, size_t count) { memset(to, 0, count); }
void bzero(void *to, size_t count) { memset(to, 0, count); }
void bcopy(const void *from, void *to, size_t count) { memmove(to, from, count); }
int bcmp(const void *left, const void *right, size_t count) { return memcmp(left, right, count); }
char *index(const char *text, int c) { return strchr(text, c); }
char *rindex(const char *text, int c) { return strrchr(text, c); }
int ffs(int value) { return __builtin_ffs(value); }
int ffsl(long value) { return __builtin_ffsl(value); }
int ffsll(long long value) { return __builtin_ffsll(value); }

int strcoll(const char *left, const char *right) { return strcmp(left, right); }

char *strcasestr(const char *text, const char *wanted)
{
	size_t length = strlen(wanted);

	for (;; text++) {
		if (strncasecmp(text, wanted, length) == 0)
			return (char *)text;
		if (!*text)
			return NULL;
	}
}

char *strtok_r(char *text, const char *separators, char **rest)
{
	char *token = text ? text : *rest;

	token += strspn(token, separators);
	*rest = token;
	if (!*token)
		return NULL;
	*rest += strcspn(token, separators);
	if (**rest)
		*(*rest)++ = 0;
	return token;
}

char *strtok(char *text, const char *separators)
{
	static char *rest;

	return strtok_r(text, separators, &rest);
}

char *strsep(char **rest, const char *separators)
{
	char *token = *rest;

	if (!token)
		return NULL;
	*rest = strpbrk(token, separators);
	if (*rest)
		*(*rest)++ = 0;
	return token;
}

char *strndup(const char *text, size_t most)
{
	size_t length = strnlen(text, most);
	char *copy = malloc(length + 1);

	if (!copy)
		return NULL;
	memcpy(copy, text, length);
	copy[length] = 0;
	return copy;
}

char *strdup(const char *text)
{
	return strndup(text, SIZE_MAX);
}

char *strsignal(int number)
{
	static const char *const names[] = {
		"Unknown signal 0", "Hangup", "Interrupt", "Quit", "Illegal instruction", "Trace/breakpoint trap",
		"Aborted", "Bus error", "Floating point exception", "Killed", "User defined signal 1",
		"Segmentation fault", "User defined signal 2", "Broken pipe", "Alarm clock", "Terminated",
	};
	static char unknown[40];

	if (number > 0 && (size_t)number < sizeof(names) / sizeof(names[0]))
		return (char *)names[number];
	snprintf(unknown, sizeof(unknown), "Unknown signal %d", number);
	return unknown;
}
