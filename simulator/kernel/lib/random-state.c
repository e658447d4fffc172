/* The generator that a seed decides: taus113 of L'Ecuyer, "Tables of maximally equidistributed combined LFSR generators". */
#include <linux/random.h>
#include <linux/string.h>

#define TAUSWORTHE(s, a, b, c, d) ((((s) & (c)) << (d)) ^ ((((s) << (a)) ^ (s)) >> (b)))

u32 prandom_u32_state(struct rnd_state *state)
{
	state->s1 = TAUSWORTHE(state->s1, 6U, 13U, 4294967294U, 18U);
	state->s2 = TAUSWORTHE(state->s2, 2U, 27U, 4294967288U, 2U);
	state->s3 = TAUSWORTHE(state->s3, 13U, 21U, 4294967280U, 7U);
	state->s4 = TAUSWORTHE(state->s4, 3U, 12U, 4294967168U, 13U);
	return state->s1 ^ state->s2 ^ state->s3 ^ state->s4;
}

void prandom_bytes_state(struct rnd_state *state, void *buffer, size_t length)
{
	u8 *to = buffer;

	for (; length; length -= length < 4 ? length : 4, to += 4) {
		u32 value = prandom_u32_state(state);

		memcpy(to, &value, length < 4 ? length : 4);
	}
}
