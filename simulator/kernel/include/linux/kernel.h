/* What drivers get by including the kernel: arithmetic, formatting, conversions from text. */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/align.h>
#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/math.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sprintf.h>
#include <linux/stdarg.h>
#include <linux/stddef.h>
#include <linux/stringify.h>
#include <linux/types.h>
#include <asm/byteorder.h>

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]) + __must_be_array(array))
#define PTR_IF(condition, pointer) ((condition) ? (pointer) : NULL)
#define typecheck(type, x) 1
#define upper_32_bits(n) ((u32)(((n) >> 16) >> 16))
#define lower_32_bits(n) ((u32)((n) & 0xffffffff))
#define upper_16_bits(n) ((u16)((n) >> 16))
#define lower_16_bits(n) ((u16)((n) & 0xffff))
#define REPEAT_BYTE(x) ((~0ul / 0xff) * (x))
#define u64_to_user_ptr(x) ((void __user *)(uintptr_t)(x))
#define _RET_IP_ ((unsigned long)__builtin_return_address(0))
#define trace_printk(fmt, ...) _printk(fmt, ##__VA_ARGS__)

extern const char hex_asc[];
#define hex_asc_lo(x) hex_asc[((x) & 0x0f)]
#define hex_asc_hi(x) hex_asc[((x) & 0xf0) >> 4]
int hex_to_bin(unsigned char ch);
int hex2bin(u8 *to, const char *from, size_t count);
char *bin2hex(char *to, const void *from, size_t count);
/* lib/string_helpers.c */
unsigned long long memparse(const char *text, char **end);
int get_option(char **text, int *value);
char *get_options(const char *text, int count, int *values);

#define VERIFY_READ 0
#define VERIFY_WRITE 1

#endif
