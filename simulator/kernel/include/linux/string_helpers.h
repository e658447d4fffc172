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

#define ESCAPE_SPACE BIT(0)
#define ESCAPE_SPECIAL BIT(1)
#define ESCAPE_NULL BIT(2)
#define ESCAPE_OCTAL BIT(3)
#define ESCAPE_ANY (ESCAPE_SPACE | ESCAPE_OCTAL | ESCAPE_SPECIAL | ESCAPE_NULL)
#define ESCAPE_NP BIT(4)
#define ESCAPE_ANY_NP (ESCAPE_ANY | ESCAPE_NP)
#define ESCAPE_HEX BIT(5)
#define ESCAPE_NA BIT(6)
#define ESCAPE_NAP BIT(7)
#define ESCAPE_APPEND BIT(8)
int string_escape_mem(const char *from, size_t length, char *to, size_t room, unsigned int flags, const char *only);
#define string_escape_mem_any_np(from, length, to, room, only) string_escape_mem(from, length, to, room, ESCAPE_ANY_NP, only)
#define string_escape_str(from, to, room, flags, only) string_escape_mem(from, strlen(from), to, room, flags, only)
#define string_escape_str_any_np(from, to, room, only) string_escape_str(from, to, room, ESCAPE_ANY_NP, only)

#endif
