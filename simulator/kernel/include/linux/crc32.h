/* Checksums of Ethernet's polynomial. */
#ifndef _LINUX_CRC32_H
#define _LINUX_CRC32_H
#include <linux/types.h>
/* lib/crc32.c */
u32 crc32_le(u32 crc, const unsigned char *data, size_t length);
#define crc32(seed, data, length) crc32_le(seed, (const unsigned char *)(data), length)
#endif
