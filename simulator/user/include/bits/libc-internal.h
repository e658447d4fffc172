/* What the files of the library share. */
#ifndef LIBC_INTERNAL_H
#define LIBC_INTERNAL_H

#include <stdarg.h>
#include <stddef.h>

/* The door into the kernel. */
long __syscall(long number, long a, long b, long c, long d, long e, long f);
long __answer(long result);

#define SYSCALL(number, a, b, c, d, e, f) \
	__answer(__syscall(number, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f)))

/* format-functions.ts: the length of the whole text; what fits is written with a NUL */
int __format(char *buffer, size_t size, const char *format, va_list arguments);
int __scan(const char *text, const char *format, va_list arguments);

void __flush_streams(void);
void __run_exit_functions(void);

#endif
