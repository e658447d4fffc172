/* CRC of ITU-T V.41 (polynomial x^16 + x^12 + x^5 + 1), most significant bit first. */
#ifndef CRC_ITU_T_H
#define CRC_ITU_T_H
#include <linux/types.h>
/* lib/crc8.c */
u16 crc_itu_t(u16 crc, const u8 *data, size_t length);
#endif
