/* Cyclic redundancy checks, bit by bit. */
#include <linux/crc-ccitt.h>
#include <linux/crc16.h>
#include <linux/crc32.h>

static u32 reflected(u32 crc, const unsigned char *data, size_t length, u32 polynomial)
{
	while (length--) {
		int bit;

		crc ^= *data++;
		for (bit = 0; bit < 8; bit++)
			crc = (crc >> 1) ^ (crc & 1 ? polynomial : 0);
	}
	return crc;
}

u32 crc32_le(u32 crc, const unsigned char *data, size_t length)
{
	return reflected(crc, data, length, 0xedb88320);
}

u32 __crc32c_le(u32 crc, const unsigned char *data, size_t length)
{
	return reflected(crc, data, length, 0x82f63b78);
}

u16 crc16(u16 crc, const u8 *data, size_t length)
{
	return reflected(crc, data, length, 0xa001);
}

u16 crc_ccitt(u16 crc, const u8 *data, size_t length)
{
	return reflected(crc, data, length, 0x8408);
}

u32 crc32_be(u32 crc, const unsigned char *data, size_t length)
{
	while (length--) {
		int bit;

		crc ^= (u32)*data++ << 24;
		for (bit = 0; bit < 8; bit++)
			crc = (crc << 1) ^ (crc & 0x80000000 ? 0x04c11db7 : 0);
	}
	return crc;
}

u16 crc_ccitt_false(u16 crc, const u8 *data, size_t length)
{
	while (length--) {
		int bit;

		crc ^= *data++ << 8;
		for (bit = 0; bit < 8; bit++)
			crc = (crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0);
	}
	return crc;
}
