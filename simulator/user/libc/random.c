/*
 * rand and random: an additive feedback generator x[i] = x[i-3] + x[i-31] whose lowest bit is dropped, seeded by a linear congruential one, with
 * the parameters of the GNU C library, so that the numbers are those that a program gets on Linux.
 */
#include <stdlib.h>

#define DEGREE 31
#define SEPARATION 3
#define DISCARDED 310

static unsigned int feedback[DEGREE];
static int feedback_front, feedback_seeded;

long random(void)
{
	unsigned int value;

	if (!feedback_seeded)
		srandom(1);
	value = feedback[feedback_front] + feedback[(feedback_front + DEGREE - SEPARATION) % DEGREE];
	feedback[feedback_front] = value;
	feedback_front = (feedback_front + 1) % DEGREE;
	return value >> 1;
}

void srandom(unsigned int seed)
{
	int word = seed ? seed : 1;

	for (int i = 0; i < DEGREE; i++) {
		feedback[i] = word;
		word = 16807L * word % 2147483647;
		if (word < 0)
			word += 2147483647;
	}
	feedback_front = SEPARATION;
	feedback_seeded = 1;
	for (int i = 0; i < DISCARDED; i++)
		random();
}

int rand(void)
{
	return random();
}

void srand(unsigned int seed)
{
	srandom(seed);
}

/* Three steps of a linear congruential generator give 31 bits. */
int rand_r(unsigned int *seed)
{
	static const int bits[] = { 11, 10, 10 };
	unsigned int next = *seed, result = 0;

	for (int i = 0; i < 3; i++) {
		next = next * 1103515245 + 12345;
		result = result << bits[i] | (next / 65536) % (1u << bits[i]);
	}
	*seed = next;
	return result;
}
