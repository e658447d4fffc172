/* CRC-CCITT (polynomial x^16 + x^12 + x^5 + 1), least significant bit first. */
#ifndef _LINUX_CRC_CCITT_H
#define _LINUX_CRC_CCITT_H
#include <linux/types.h>
/* lib/crc32.c */
u16 crc_ccitt(u16 crc, const u8 *data, size_t length);
u16 crc_ccitt_false(u16 crc, const u8 *data, size_t length);
#endif
