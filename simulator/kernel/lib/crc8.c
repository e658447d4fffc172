/* Short cyclic redundancy checks. */
#include <linux/crc-itu-t.h>
#include <linux/crc7.h>
#include <linux/crc8.h>

static u8 shifted(u8 value, u8 polynomial, bool most_significant_first)
{
	int bit;

	for (bit = 0; bit < 8; bit++)
		value = most_significant_first ? (value << 1) ^ (value & 0x80 ? polynomial : 0) :
						 (value >> 1) ^ (value & 1 ? polynomial : 0);
	return value;
}

void crc8_populate_msb(u8 table[CRC8_TABLE_SIZE], u8 polynomial)
{
	int i;

	for (i = 0; i < CRC8_TABLE_SIZE; i++)
		table[i] = shifted(i, polynomial, true);
}

void crc8_populate_lsb(u8 table[CRC8_TABLE_SIZE], u8 polynomial)
{
	int i;

	for (i = 0; i < CRC8_TABLE_SIZE; i++)
		table[i] = shifted(i, polynomial, false);
}

u8 crc8(const u8 table[CRC8_TABLE_SIZE], const u8 *data, size_t length, u8 crc)
{
	while (length--)
		crc = table[crc ^ *data++];
	return crc;
}

u8 crc7_be(u8 crc, const u8 *data, size_t length)
{
	while (length--)
		crc = shifted(crc ^ *data++, 0x12, true);
	return crc;
}

u16 crc_itu_t(u16 crc, const u8 *data, size_t length)
{
	while (length--) {
		int bit;

		crc ^= (u16)*data++ << 8;
		for (bit = 0; bit < 8; bit++)
			crc = (crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0);
	}
	return crc;
}
