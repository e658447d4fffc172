/* Classes of characters. */
#ifndef _LINUX_CTYPE_H
#define _LINUX_CTYPE_H

/* Of bytes; those above 0x9f are Latin-1. */
#define __in_range(c, first, last) ((unsigned char)(c) >= (first) && (unsigned char)(c) <= (last))

static inline int isdigit(int c) { return c >= '0' && c <= '9'; }
static inline int islower(int c)
{
	return __in_range(c, 'a', 'z') || (__in_range(c, 0xdf, 0xff) && (unsigned char)c != 0xf7);
}
static inline int isupper(int c)
{
	return __in_range(c, 'A', 'Z') || (__in_range(c, 0xc0, 0xde) && (unsigned char)c != 0xd7);
}
static inline int isalpha(int c) { return islower(c) || isupper(c); }
static inline int isalnum(int c) { return isalpha(c) || __in_range(c, '0', '9'); }
static inline int isspace(int c) { return __in_range(c, '\t', '\r') || __in_range(c, ' ', ' ') || __in_range(c, 0xa0, 0xa0); }
static inline int isgraph(int c) { return __in_range(c, 0x21, 0x7e) || __in_range(c, 0xa1, 0xff); }
static inline int isprint(int c) { return isgraph(c) || __in_range(c, ' ', ' ') || __in_range(c, 0xa0, 0xa0); }
static inline int iscntrl(int c) { return __in_range(c, 0, 0x1f) || __in_range(c, 0x7f, 0x7f); }
static inline int ispunct(int c) { return isgraph(c) && !isalnum(c); }
static inline int isxdigit(int c) { return __in_range(c, '0', '9') || __in_range(c, 'a', 'f') || __in_range(c, 'A', 'F'); }
static inline int isascii(int c) { return (unsigned char)c <= 0x7f; }
static inline int toascii(int c) { return (unsigned char)c & 0x7f; }
static inline unsigned char tolower(unsigned char c) { return isupper(c) ? c + 32 : c; }
static inline unsigned char toupper(unsigned char c) { return islower(c) ? c - 32 : c; }

#endif
