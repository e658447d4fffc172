/* Formatted text into memory. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <bits/libc-internal.h>

#define NO_LIMIT 0x7fffffff

int vsnprintf(char *buffer, size_t size, const char *format, va_list arguments)
{
	return __format(buffer, size, format, arguments);
}

int snprintf(char *buffer, size_t size, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = __format(buffer, size, format, arguments);
	va_end(arguments);
	return length;
}

int vsprintf(char *buffer, const char *format, va_list arguments)
{
	return __format(buffer, NO_LIMIT, format, arguments);
}

int sprintf(char *buffer, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = __format(buffer, NO_LIMIT, format, arguments);
	va_end(arguments);
	return length;
}

int vasprintf(char **result, const char *format, va_list arguments)
{
	va_list again;
	int length;

	va_copy(again, arguments);
	length = __format(NULL, 0, format, again);
	va_end(again);
	*result = malloc(length + 1);
	return *result ? __format(*result, length + 1, format, arguments) : -1;
}

int asprintf(char **result, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vasprintf(result, format, arguments);
	va_end(arguments);
	return length;
}

int sscanf(const char *text, const char *format, ...)
{
	va_list arguments;
	int count;

	va_start(arguments, format);
	count = __scan(text, format, arguments);
	va_end(arguments);
	return count;
}
