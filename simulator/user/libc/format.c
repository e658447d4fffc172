/* printf and its kin: texts are made by __format and written to where they belong. */
#include <bits/stream.h>
#include <errno.h>
#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHORT_TEXT 512

/* format-functions.ts: what fits is written with a NUL; the result is the length of the whole. Neither moves `list`. */
int __format(char *to, size_t size, const char *format, va_list list);
int __scan(const char *text, const char *format, va_list list);

int vsnprintf(char *to, size_t size, const char *format, va_list list)
{
	return __format(to, size, format, list);
}

int vsprintf(char *to, const char *format, va_list list)
{
	return __format(to, 0x7fffffff, format, list);
}

int vasprintf(char **to, const char *format, va_list list)
{
	int length = __format(NULL, 0, format, list);

	*to = malloc(length + 1);
	return *to ? __format(*to, length + 1, format, list) : -1;
}

static int write_text(FILE *stream, const char *text, int length)
{
	return fwrite(text, 1, length, stream) == (size_t)length ? length : -1;
}

int vfprintf(FILE *stream, const char *format, va_list list)
{
	HOLD(__stream_lock);
	char text[SHORT_TEXT], *whole;
	int length = __format(text, sizeof(text), format, list);

	if (length < SHORT_TEXT)
		return write_text(stream, text, length);
	if (vasprintf(&whole, format, list) < 0)
		return -1;
	length = write_text(stream, whole, length);
	free(whole);
	return length;
}

int vdprintf(int fd, const char *format, va_list list)
{
	char *whole;
	int length = vasprintf(&whole, format, list), done = 0;

	if (length < 0)
		return -1;
	while (done < length) {
		ssize_t written = write(fd, whole + done, length - done);

		if (written <= 0) {
			length = -1;
			break;
		}
		done += written;
	}
	free(whole);
	return length;
}

int vprintf(const char *format, va_list list)
{
	return vfprintf(stdout, format, list);
}

int vsscanf(const char *text, const char *format, va_list list)
{
	return __scan(text, format, list);
}

/* The body of a variadic function that hands its arguments on. */
#define PASS_ON(last, call)          \
	do {                         \
		va_list list;        \
		int result;          \
		va_start(list, last); \
		result = call;       \
		va_end(list);        \
		return result;       \
	} while (0)

int printf(const char *format, ...)
{
	PASS_ON(format, vfprintf(stdout, format, list));
}

int fprintf(FILE *stream, const char *format, ...)
{
	PASS_ON(format, vfprintf(stream, format, list));
}

int dprintf(int fd, const char *format, ...)
{
	PASS_ON(format, vdprintf(fd, format, list));
}

int sprintf(char *to, const char *format, ...)
{
	PASS_ON(format, vsprintf(to, format, list));
}

int snprintf(char *to, size_t size, const char *format, ...)
{
	PASS_ON(format, vsnprintf(to, size, format, list));
}

int asprintf(char **to, const char *format, ...)
{
	PASS_ON(format, vasprintf(to, format, list));
}

int sscanf(const char *text, const char *format, ...)
{
	PASS_ON(format, vsscanf(text, format, list));
}

static void print_complaint(int number, const char *format, va_list list)
{
	fflush(stdout);
	fprintf(stderr, "%s: ", program_invocation_short_name);
	if (format)
		vfprintf(stderr, format, list);
	if (number)
		fprintf(stderr, "%s%s", format ? ": " : "", strerror(number));
	fputc('\n', stderr);
}

#define COMPLAIN(number)                         \
	va_list list;                            \
	va_start(list, format);                  \
	print_complaint(number, format, list);          \
	va_end(list)

void warn(const char *format, ...)
{
	COMPLAIN(errno);
}

void warnx(const char *format, ...)
{
	COMPLAIN(0);
}

_Noreturn void err(int status, const char *format, ...)
{
	COMPLAIN(errno);
	exit(status);
}

_Noreturn void errx(int status, const char *format, ...)
{
	COMPLAIN(0);
	exit(status);
}
