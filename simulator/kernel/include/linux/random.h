/* Numbers that look like chance: a fixed sequence, the same in every run. */
#ifndef _LINUX_RANDOM_H
#define _LINUX_RANDOM_H

#include <linux/compiler.h>
#include <linux/types.h>

/* lib/random.c */
void get_random_bytes(void *buffer, size_t length);
ssize_t get_random_bytes_user(char __user *buffer, size_t count);
u32 get_random_u32(void);
u64 get_random_u64(void);
static inline u8 get_random_u8(void) { return get_random_u32() >> 24; }
static inline u16 get_random_u16(void) { return get_random_u32() >> 16; }
__later static inline void prandom_bytes(void *buffer, size_t length) { get_random_bytes(buffer, length); }
static inline int get_random_bytes_wait(void *buffer, size_t length) { get_random_bytes(buffer, length); return 0; }
#define get_random_int() get_random_u32()
#define get_random_long() ((unsigned long)get_random_u64())
#define prandom_u32() get_random_u32()
static inline u32 prandom_u32_max(u32 limit) { return ((u64)get_random_u32() * limit) >> 32; }
static inline u32 get_random_u32_below(u32 limit) { return ((u64)get_random_u32() * limit) >> 32; }

/* A generator that gives the same numbers for the same seed (Tausworthe, as L'Ecuyer's taus113). */
struct rnd_state {
	__u32 s1, s2, s3, s4;
};
/* lib/random-state.c */
u32 prandom_u32_state(struct rnd_state *state);
void prandom_bytes_state(struct rnd_state *state, void *buffer, size_t length);
static inline u32 __prandom_seed(u32 x, u32 least) { return x < least ? x + least : x; }
static inline void prandom_seed_state(struct rnd_state *state, u64 seed)
{
	u32 i = ((seed >> 32) ^ (seed << 10) ^ seed) & 0xffffffffUL;

	state->s1 = __prandom_seed(i, 2U);
	state->s2 = __prandom_seed(i, 8U);
	state->s3 = __prandom_seed(i, 16U);
	state->s4 = __prandom_seed(i, 128U);
}

#endif
