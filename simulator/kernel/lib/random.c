/* A fixed sequence of numbers that look like chance (xorshift64*), the same in every run. */
#include <linux/random.h>

static u64 state = 0x9e3779b97f4a7c15ull;

u64 get_random_u64(void)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return state * 0x2545f4914f6cdd1dull;
}

u32 get_random_u32(void)
{
	return get_random_u64() >> 32;
}

void get_random_bytes(void *buffer, size_t length)
{
	u8 *bytes = buffer;

	while (length--)
		*bytes++ = get_random_u64() >> 56;
}
