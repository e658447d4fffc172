/* The CRC of Ethernet, least significant bit first. */
#include <linux/crc32.h>

u32 crc32_le(u32 crc, const unsigned char *data, size_t length)
{
	while (length--) {
		int bit;

		crc ^= *data++;
		for (bit = 0; bit < 8; bit++)
			crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return crc;
}
