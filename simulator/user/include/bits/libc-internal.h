/* What TypeScript gives the library for formatted text (format-functions.ts). */
#ifndef _BITS_LIBC_INTERNAL_H
#define _BITS_LIBC_INTERNAL_H

#include <stdarg.h>
#include <stddef.h>

/* The length of the whole text; what fits is written with a NUL. */
int __format(char *buffer, size_t size, const char *format, va_list arguments);
int __scan(const char *text, const char *format, va_list arguments);

#endif
