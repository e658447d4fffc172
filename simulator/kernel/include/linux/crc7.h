/* CRC of seven bits (polynomial x^7 + x^3 + 1), kept in the upper ones. */
#ifndef _LINUX_CRC7_H
#define _LINUX_CRC7_H
#include <linux/types.h>
/* lib/crc8.c */
u8 crc7_be(u8 crc, const u8 *data, size_t length);
#endif
