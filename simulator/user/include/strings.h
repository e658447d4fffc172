/* Bytes and strings under their older names. */
#ifndef _STRINGS_H
#define _STRINGS_H
#include <string.h>
void bzero(void *to, size_t count);
int ffs(int value);
#endif
