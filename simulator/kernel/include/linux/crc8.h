/* CRC of eight bits with a table that the driver fills for its polynomial. */
#ifndef _LINUX_CRC8_H
#define _LINUX_CRC8_H
#include <linux/types.h>
#define CRC8_INIT_VALUE 0xFF
#define CRC8_TABLE_SIZE 256
#define CRC8_GOOD_VALUE(table) ((table)[0xFF])
#define DECLARE_CRC8_TABLE(table) static u8 table[CRC8_TABLE_SIZE]
/* lib/crc8.c */
void crc8_populate_lsb(u8 table[CRC8_TABLE_SIZE], u8 polynomial);
void crc8_populate_msb(u8 table[CRC8_TABLE_SIZE], u8 polynomial);
u8 crc8(const u8 table[CRC8_TABLE_SIZE], const u8 *data, size_t length, u8 crc);
#endif
