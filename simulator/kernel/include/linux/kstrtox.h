/* Numbers from text. */
#ifndef _LINUX_KSTRTOX_H
#define _LINUX_KSTRTOX_H

#include <linux/compiler.h>
#include <linux/types.h>

int kstrtoull(const char *text, unsigned int base, unsigned long long *result) __must_check;
int kstrtoll(const char *text, unsigned int base, long long *result) __must_check;
int kstrtoul(const char *text, unsigned int base, unsigned long *result) __must_check;
int kstrtol(const char *text, unsigned int base, long *result) __must_check;
int kstrtouint(const char *text, unsigned int base, unsigned int *result) __must_check;
int kstrtoint(const char *text, unsigned int base, int *result) __must_check;
int kstrtou16(const char *text, unsigned int base, u16 *result) __must_check;
int kstrtos16(const char *text, unsigned int base, s16 *result) __must_check;
int kstrtou8(const char *text, unsigned int base, u8 *result) __must_check;
int kstrtos8(const char *text, unsigned int base, s8 *result) __must_check;
int kstrtobool(const char *text, bool *result) __must_check;
#define kstrtou64(text, base, result) kstrtoull(text, base, result)
#define kstrtos64(text, base, result) kstrtoll(text, base, result)
#define kstrtou32(text, base, result) kstrtouint(text, base, result)
#define kstrtos32(text, base, result) kstrtoint(text, base, result)
#define strtobool(text, result) kstrtobool(text, result)

/* lib/kstrtox.c */
int kstrtoull_from_user(const char __user *text, size_t count, unsigned int base, unsigned long long *result);
int kstrtoll_from_user(const char __user *text, size_t count, unsigned int base, long long *result);
int kstrtoul_from_user(const char __user *text, size_t count, unsigned int base, unsigned long *result);
int kstrtol_from_user(const char __user *text, size_t count, unsigned int base, long *result);
int kstrtouint_from_user(const char __user *text, size_t count, unsigned int base, unsigned int *result);
int kstrtoint_from_user(const char __user *text, size_t count, unsigned int base, int *result);
int kstrtobool_from_user(const char __user *text, size_t count, bool *result);
#define kstrtou32_from_user(text, count, base, result) kstrtouint_from_user(text, count, base, result)
#define kstrtou64_from_user(text, count, base, result) kstrtoull_from_user(text, count, base, result)

unsigned long simple_strtoul(const char *text, char **end, unsigned int base);
long simple_strtol(const char *text, char **end, unsigned int base);
unsigned long long simple_strtoull(const char *text, char **end, unsigned int base);
long long simple_strtoll(const char *text, char **end, unsigned int base);

#endif
