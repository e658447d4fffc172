/* Checksums of Ethernet's polynomial, and Castagnoli's. */
#ifndef _LINUX_CRC32_H
#define _LINUX_CRC32_H

#include <linux/bitrev.h>
#include <linux/types.h>

/* lib/crc32.c */
u32 crc32_le(u32 crc, const unsigned char *data, size_t length);
u32 crc32_be(u32 crc, const unsigned char *data, size_t length);
u32 __crc32c_le(u32 crc, const unsigned char *data, size_t length);

#define crc32(seed, data, length) crc32_le(seed, (const unsigned char *)(data), length)
#define ether_crc_le(length, data) crc32_le(~0, data, length)
#define ether_crc(length, data) bitrev32(crc32_le(~0, data, length))

#endif
