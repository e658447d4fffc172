/* Numbers that look like chance: a fixed sequence from the machine's seed. */
#ifndef _LINUX_RANDOM_H
#define _LINUX_RANDOM_H

#include <linux/types.h>

/* lib/random.c */
void get_random_bytes(void *buffer, size_t length);
u32 get_random_u32(void);
u64 get_random_u64(void);
static inline u8 get_random_u8(void) { return get_random_u32() >> 24; }
static inline u16 get_random_u16(void) { return get_random_u32() >> 16; }
static inline void prandom_bytes(void *buffer, size_t length) { get_random_bytes(buffer, length); }
static inline int get_random_bytes_wait(void *buffer, size_t length) { get_random_bytes(buffer, length); return 0; }
#define get_random_int() get_random_u32()
#define get_random_long() ((unsigned long)get_random_u64())
#define prandom_u32() get_random_u32()
static inline u32 prandom_u32_max(u32 limit) { return ((u64)get_random_u32() * limit) >> 32; }
static inline u32 get_random_u32_below(u32 limit) { return ((u64)get_random_u32() * limit) >> 32; }

#endif
