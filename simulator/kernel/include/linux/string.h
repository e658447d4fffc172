/* Bytes and strings. */
#ifndef _LINUX_STRING_H_
#define _LINUX_STRING_H_

#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/stdarg.h>
#include <linux/types.h>

/* memory-functions.ts */
void *memcpy(void *to, const void *from, size_t count);
void *memmove(void *to, const void *from, size_t count);
void *memset(void *to, int value, size_t count);
int memcmp(const void *one, const void *other, size_t count);
void *memchr(const void *from, int value, size_t count);
size_t strlen(const char *text);
size_t strnlen(const char *text, size_t maximum);

/* string-functions.ts */
char *strcpy(char *to, const char *from);
char *strncpy(char *to, const char *from, size_t count);
char *stpcpy(char *to, const char *from);
size_t strlcpy(char *to, const char *from, size_t size);
ssize_t strscpy(char *to, const char *from, size_t size);
char *strcat(char *to, const char *from);
char *strncat(char *to, const char *from, size_t count);
size_t strlcat(char *to, const char *from, size_t size);
int strcmp(const char *one, const char *other);
int strncmp(const char *one, const char *other, size_t count);
int strcasecmp(const char *one, const char *other);
int strncasecmp(const char *one, const char *other, size_t count);
char *strchr(const char *text, int character);
char *strchrnul(const char *text, int character);
char *strnchr(const char *text, size_t count, int character);
char *strrchr(const char *text, int character);
char *strstr(const char *text, const char *part);
char *strnstr(const char *text, const char *part, size_t count);
char *strpbrk(const char *text, const char *accept);
size_t strspn(const char *text, const char *accept);
size_t strcspn(const char *text, const char *reject);
bool sysfs_streq(const char *one, const char *other);
int match_string(const char *const *array, size_t count, const char *text);
int __sysfs_match_string(const char *const *array, size_t count, const char *text);
#define sysfs_match_string(array, text) __sysfs_match_string(array, ARRAY_SIZE(array), text)

/* mm/string.c */
ssize_t strscpy_pad(char *to, const char *from, size_t size);
char *strsep(char **text, const char *separators);
char *skip_spaces(const char *text);
char *strim(char *text);
void *memscan(void *from, int value, size_t count);
void *memchr_inv(const void *from, int value, size_t count);
void *memset16(u16 *to, u16 value, size_t count);
void *memset32(u32 *to, u32 value, size_t count);
void *memset64(u64 *to, u64 value, size_t count);
void memzero_explicit(void *to, size_t count);

static inline char *strstrip(char *text) { return strim(text); }
/* lib/string_helpers.c */
char *strreplace(char *text, char old, char new);
char **argv_split(gfp_t gfp, const char *text, int *count);
void argv_free(char **words);

static inline const char *kbasename(const char *path)
{
	const char *tail = strrchr(path, '/');

	return tail ? tail + 1 : path;
}

static inline bool strstarts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* mm/util.c */
char *kstrdup(const char *text, gfp_t gfp);
const char *kstrdup_const(const char *text, gfp_t gfp);
char *kstrndup(const char *text, size_t maximum, gfp_t gfp);
void kfree_const(const void *object);
void *kmemdup(const void *from, size_t size, gfp_t gfp);
char *kmemdup_nul(const char *text, size_t length, gfp_t gfp);
void *memdup_user(const void __user *from, size_t size);
void *memdup_user_nul(const void __user *from, size_t size);
char *strndup_user(const char __user *text, long size);

#endif
