/* Formatting into memory and scanning from it; format.ts does the work. */
#ifndef _LINUX_SPRINTF_H
#define _LINUX_SPRINTF_H

#include <linux/compiler.h>
#include <linux/stdarg.h>
#include <linux/types.h>

int sprintf(char *buffer, const char *fmt, ...) __printf(2, 3);
int vsprintf(char *buffer, const char *fmt, va_list arguments);
int snprintf(char *buffer, size_t size, const char *fmt, ...) __printf(3, 4);
int vsnprintf(char *buffer, size_t size, const char *fmt, va_list arguments);
int scnprintf(char *buffer, size_t size, const char *fmt, ...) __printf(3, 4);
int vscnprintf(char *buffer, size_t size, const char *fmt, va_list arguments);
int sscanf(const char *text, const char *fmt, ...) __scanf(2, 3);

/* lib/kasprintf.c */
char *kasprintf(gfp_t flags, const char *fmt, ...) __printf(2, 3);
char *kvasprintf(gfp_t flags, const char *fmt, va_list arguments);

#endif
