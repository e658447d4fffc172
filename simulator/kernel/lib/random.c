/* A fixed sequence of numbers that look like chance (xorshift64*), the same in every run. */
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/random.h>
#include <linux/uaccess.h>

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

/* How many there were before a page that cannot be written; -EFAULT if there were none. */
ssize_t get_random_bytes_user(char __user *buffer, size_t count)
{
	char piece[64];
	size_t done, length;

	for (done = 0; done < count; done += length) {
		length = min_t(size_t, count - done, sizeof(piece));
		get_random_bytes(piece, length);
		if (copy_to_user(buffer + done, piece, length))
			return done ? (ssize_t)done : -EFAULT;
	}
	return done;
}
