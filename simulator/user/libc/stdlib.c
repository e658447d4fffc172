/* Numbers from text, and arithmetic. */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static int digit_of(int c)
{
	return isdigit(c) ? c - '0' : isalpha(c) ? tolower(c) - 'a' + 10 : 99;
}

/* The magnitude, with its sign beside it. Too large: ULLONG_MAX and ERANGE. */
static unsigned long long parse(const char *text, char **end, int base, int *negative)
{
	const char *at = text;
	unsigned long long value = 0;
	int any = 0, overflow = 0;

	while (isspace((unsigned char)*at))
		at++;
	*negative = *at == '-';
	if (*at == '-' || *at == '+')
		at++;
	if ((base == 0 || base == 16) && at[0] == '0' && (at[1] == 'x' || at[1] == 'X') && digit_of(at[2]) < 16) {
		base = 16;
		at += 2;
	} else if (base == 0) {
		base = *at == '0' ? 8 : 10;
	}
	for (; digit_of((unsigned char)*at) < base; at++) {
		any = 1;
		if (value > (ULLONG_MAX - digit_of(*at)) / base)
			overflow = 1;
		value = value * base + digit_of(*at);
	}
	if (end)
		*end = (char *)(any ? at : text);
	if (overflow)
		errno = ERANGE;
	return overflow ? ULLONG_MAX : value;
}

unsigned long long strtoull(const char *text, char **end, int base)
{
	int negative;
	unsigned long long value = parse(text, end, base, &negative);

	return negative && value != ULLONG_MAX ? -value : value;
}

long long strtoll(const char *text, char **end, int base)
{
	int negative;
	unsigned long long value = parse(text, end, base, &negative);

	if (value > (unsigned long long)LLONG_MAX + negative) {
		errno = ERANGE;
		return negative ? LLONG_MIN : LLONG_MAX;
	}
	return negative ? -value : value;
}

unsigned long strtoul(const char *text, char **end, int base) { return strtoull(text, end, base); }
long strtol(const char *text, char **end, int base) { return strtoll(text, end, base); }
int atoi(const char *text) { return strtol(text, NULL, 10); }
long atol(const char *text) { return strtol(text, NULL, 10); }
long long atoll(const char *text) { return strtoll(text, NULL, 10); }

/* user-functions.ts: the value as its bits, and the characters used */
unsigned long __parse_double(const char *text, unsigned long *used);

double strtod(const char *text, char **end)
{
	unsigned long used = 0, bits = __parse_double(text, &used);
	double value;

	memcpy(&value, &bits, sizeof(value));
	if (end)
		*end = (char *)text + used;
	return value;
}

float strtof(const char *text, char **end) { return strtod(text, end); }
double atof(const char *text) { return strtod(text, NULL); }

int abs(int value) { return value < 0 ? -value : value; }
long labs(long value) { return value < 0 ? -value : value; }
long long llabs(long long value) { return value < 0 ? -value : value; }
intmax_t imaxabs(intmax_t value) { return value < 0 ? -value : value; }
div_t div(int dividend, int divisor) { return (div_t){ dividend / divisor, dividend % divisor }; }
ldiv_t ldiv(long dividend, long divisor) { return (ldiv_t){ dividend / divisor, dividend % divisor }; }

/*
 * glibc's additive generator: r[i] = r[i-3] + r[i-31], seeded by a linear congruence, its first 310 numbers thrown away;
 * so rand() gives the same numbers as on a real system.
 */
static unsigned int numbers[34];
static int at;

void srand(unsigned int seed)
{
	int i;

	numbers[0] = seed ? seed : 1;
	for (i = 1; i < 31; i++) {
		long next = 16807L * (int)numbers[i - 1] % 2147483647;

		numbers[i] = next < 0 ? next + 2147483647 : next;
	}
	for (; i < 34; i++)
		numbers[i] = numbers[i - 31];
	at = 0;
	for (i = 0; i < 310; i++)
		rand();
}

/* `numbers` is a ring of the last 34. */
int rand(void)
{
	unsigned int *place;

	if (numbers[0] == 0 && numbers[1] == 0)
		srand(1);
	place = &numbers[at];
	*place = numbers[(at + 3) % 34] + numbers[(at + 31) % 34];
	at = (at + 1) % 34;
	return *place >> 1;
}

int rand_r(unsigned int *seed)
{
	*seed = *seed * 1103515245 + 12345;
	return (*seed >> 1) & 0x7fffffff;
}

long random(void) { return rand(); }
void srandom(unsigned int seed) { srand(seed); }
