/* Binary coded decimals. */
#ifndef _BCD_H
#define _BCD_H
static inline unsigned int bcd2bin(unsigned char value) { return (value & 0x0f) + (value >> 4) * 10; }
static inline unsigned char bin2bcd(unsigned int value) { return ((value / 10) << 4) + value % 10; }
#endif
