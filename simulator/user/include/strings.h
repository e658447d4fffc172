/* Bytes, strings and bits by their BSD names. */
#ifndef _STRINGS_H
#define _STRINGS_H

#include <stddef.h>

int strcasecmp(const char *one, const char *other);
int strncasecmp(const char *one, const char *other, size_t count);
void bzero(void *to, size_t count);
void bcopy(const void *from, void *to, size_t count);
int bcmp(const void *one, const void *other, size_t count);
char *index(const char *text, int character);
char *rindex(const char *text, int character);
int ffs(int value);
int ffsl(long value);
int ffsll(long long value);

#endif
