/* errno, and how a system call's answer sets it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <bits/libc-internal.h>

static int error_number;

int *__errno_location(void)
{
	return &error_number;
}

/* The last 4095 values are errors. */
long __answer(long result)
{
	if ((unsigned long)result <= -4096UL)
		return result;
	error_number = -result;
	return -1;
}

void __error_text(int number, char *buffer, size_t size);

char *strerror(int number)
{
	static char text[64];

	__error_text(number, text, sizeof(text));
	return text;
}

void perror(const char *prefix)
{
	int number = error_number;

	if (prefix && *prefix)
		fprintf(stderr, "%s: ", prefix);
	fprintf(stderr, "%s\n", strerror(number));
}
