/* Bytes and strings. */
#ifndef _STRING_H
#define _STRING_H

#include <stddef.h>
#include <strings.h>

void *memcpy(void *to, const void *from, size_t count);
void *memmove(void *to, const void *from, size_t count);
void *memset(void *to, int value, size_t count);
int memcmp(const void *one, const void *other, size_t count);
void *memchr(const void *from, int value, size_t count);
void *memrchr(const void *from, int value, size_t count);
void *memmem(const void *from, size_t count, const void *part, size_t length);
void *memccpy(void *to, const void *from, int value, size_t count);
void explicit_bzero(void *to, size_t count);
void *mempcpy(void *to, const void *from, size_t count);
size_t strlen(const char *text);
size_t strnlen(const char *text, size_t maximum);
char *strcpy(char *to, const char *from);
char *strncpy(char *to, const char *from, size_t count);
char *stpcpy(char *to, const char *from);
char *strcat(char *to, const char *from);
char *strncat(char *to, const char *from, size_t count);
int strcmp(const char *one, const char *other);
int strncmp(const char *one, const char *other, size_t count);
int strcoll(const char *one, const char *other);
char *strchr(const char *text, int character);
char *strrchr(const char *text, int character);
char *strchrnul(const char *text, int character);
char *strstr(const char *text, const char *part);
char *strcasestr(const char *text, const char *part);
size_t strspn(const char *text, const char *accept);
size_t strcspn(const char *text, const char *reject);
char *strpbrk(const char *text, const char *accept);
char *strtok(char *text, const char *separators);
char *strtok_r(char *text, const char *separators, char **rest);
char *strsep(char **text, const char *separators);
char *strdup(const char *text);
char *strndup(const char *text, size_t maximum);
char *strerror(int number);
int strerror_r(int number, char *buffer, size_t size);
char *strsignal(int number);

#endif
