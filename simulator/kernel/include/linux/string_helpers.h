/* Sizes for people, and text that is escaped. */
#ifndef _LINUX_STRING_HELPERS_H_
#define _LINUX_STRING_HELPERS_H_

#include <linux/bits.h>
#include <linux/ctype.h>
#include <linux/string.h>
#include <linux/types.h>

struct device;

enum string_size_units {
	STRING_UNITS_10,
	STRING_UNITS_2,
};

/* lib/string_helpers.c */
void string_get_size(u64 size, u64 blocks, enum string_size_units units, char *buffer, int length);

static inline void string_upper(char *to, const char *from)
{
	do {
		*to++ = toupper(*from);
	} while (*from++);
}
static inline void string_lower(char *to, const char *from)
{
	do {
		*to++ = tolower(*from);
	} while (*from++);
}
static inline const char *str_yes_no(bool v) { return v ? "yes" : "no"; }
static inline const char *str_on_off(bool v) { return v ? "on" : "off"; }
static inline const char *str_enable_disable(bool v) { return v ? "enable" : "disable"; }
static inline const char *str_enabled_disabled(bool v) { return v ? "enabled" : "disabled"; }

#endif
