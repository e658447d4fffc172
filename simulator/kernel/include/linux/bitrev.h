/* Bits in the other order. */
#ifndef _LINUX_BITREV_H
#define _LINUX_BITREV_H

#include <linux/types.h>

static inline u8 bitrev8(u8 byte)
{
	byte = (byte & 0xf0) >> 4 | (byte & 0x0f) << 4;
	byte = (byte & 0xcc) >> 2 | (byte & 0x33) << 2;
	return (byte & 0xaa) >> 1 | (byte & 0x55) << 1;
}
static inline u16 bitrev16(u16 value) { return bitrev8(value & 0xff) << 8 | bitrev8(value >> 8); }
static inline u32 bitrev32(u32 value) { return (u32)bitrev16(value & 0xffff) << 16 | bitrev16(value >> 16); }

#endif
