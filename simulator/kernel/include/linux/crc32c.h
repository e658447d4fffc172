/* Checksums of Castagnoli's polynomial. */
#ifndef _LINUX_CRC32C_H
#define _LINUX_CRC32C_H
#include <linux/crc32.h>
#define crc32c(seed, data, length) __crc32c_le(seed, (const unsigned char *)(data), length)
#endif
