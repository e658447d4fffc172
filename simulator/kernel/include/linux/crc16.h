/* CRC-16 (polynomial x^16 + x^15 + x^2 + 1), least significant bit first. */
#ifndef __CRC16_H
#define __CRC16_H
#include <linux/types.h>
/* lib/crc32.c */
u16 crc16(u16 crc, const u8 *data, size_t length);
#endif
