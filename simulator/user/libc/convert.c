/* Numbers from text, and small arithmetic. */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>

/* number-functions.ts; sets `overflow` to 1 when the value is too large, -1 when it is too small. */
double __text_to_double(const char *text, char **end, int *overflow);

struct integer {
	unsigned long magnitude;
	int negative, overflow;
};

static int digit_of(char c)
{
	if (isdigit(c))
		return c - '0';
	return isalpha(c) ? tolower(c) - 'a' + 10 : INT_MAX;
}

static int has_hexadecimal_prefix(const char *text)
{
	return text[0] == '0' && (text[1] | 0x20) == 'x' && isxdigit(text[2]);
}

/* Without a digit the end is the beginning. */
static struct integer parse_integer(const char *text, char **end, int base)
{
	struct integer number = { 0 };
	const char *at = text, *first;

	if (end)
		*end = (char *)text;
	if (base < 0 || base == 1 || base > 36) {
		errno = EINVAL;
		return number;
	}
	while (isspace(*at))
		at++;
	number.negative = *at == '-';
	if (*at == '-' || *at == '+')
		at++;
	if ((base == 0 || base == 16) && has_hexadecimal_prefix(at)) {
		at += 2;
		base = 16;
	}
	if (base == 0)
		base = *at == '0' ? 8 : 10;
	for (first = at; digit_of(*at) < base; at++) {
		number.overflow |= __builtin_mul_overflow(number.magnitude, base, &number.magnitude);
		number.overflow |= __builtin_add_overflow(number.magnitude, digit_of(*at), &number.magnitude);
	}
	if (end && at > first)
		*end = (char *)at;
	return number;
}

unsigned long strtoul(const char *text, char **end, int base)
{
	struct integer number = parse_integer(text, end, base);

	if (number.overflow) {
		errno = ERANGE;
		return ULONG_MAX;
	}
	return number.negative ? -number.magnitude : number.magnitude;
}

long strtol(const char *text, char **end, int base)
{
	struct integer number = parse_integer(text, end, base);
	unsigned long most = (unsigned long)LONG_MAX + number.negative;

	if (number.overflow || number.magnitude > most) {
		errno = ERANGE;
		number.magnitude = most;
	}
	return number.negative ? -number.magnitude : number.magnitude;
}

long long strtoll(const char *text, char **end, int base) { return strtol(text, end, base); }
unsigned long long strtoull(const char *text, char **end, int base) { return strtoul(text, end, base); }
intmax_t strtoimax(const char *text, char **end, int base) { return strtol(text, end, base); }
uintmax_t strtoumax(const char *text, char **end, int base) { return strtoul(text, end, base); }
int atoi(const char *text) { return strtol(text, NULL, 10); }
long atol(const char *text) { return strtol(text, NULL, 10); }
long long atoll(const char *text) { return strtol(text, NULL, 10); }

double strtod(const char *text, char **end)
{
	char *stop;
	int overflow;
	double value = __text_to_double(text, &stop, &overflow);

	if (overflow)
		errno = ERANGE;
	if (end)
		*end = stop;
	return value;
}

float strtof(const char *text, char **end) { return strtod(text, end); }
/* As exact as a double. */
long double strtold(const char *text, char **end) { return strtod(text, end); }
double atof(const char *text) { return strtod(text, NULL); }

int abs(int value) { return value < 0 ? -value : value; }
long labs(long value) { return value < 0 ? -value : value; }
long long llabs(long long value) { return value < 0 ? -value : value; }
intmax_t imaxabs(intmax_t value) { return value < 0 ? -value : value; }

div_t div(int numerator, int denominator)
{
	return (div_t){ numerator / denominator, numerator % denominator };
}

ldiv_t ldiv(long numerator, long denominator)
{
	return (ldiv_t){ numerator / denominator, numerator % denominator };
}

lldiv_t lldiv(long long numerator, long long denominator)
{
	return (lldiv_t){ numerator / denominator, numerator % denominator };
}
