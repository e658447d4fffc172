/* Numbers from text, arithmetic, random numbers, sorting. */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const texts[] = {
	"0", "42", "-42", "+7", "  \t12abc", "0x1F", "0X1g", "0x", "0xg", "010", "08", "-0x10", "9223372036854775807",
	"9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616",
	"-1", "-18446744073709551616", "zz", "", "   ", "+", "-", "- 1", "1e5", "99999999999999999999999", "0b1", "1010", "7fffffff",
};
static const char *const floats[] = {
	"0", "-0", "1.5", "-2.25e3", ".5", "5.", ".", "1e", "1e+", "1e400", "-1e400", "1e-400", "4.9e-324", "2.2250738585072011e-308",
	"inf", "-INFINITY", "infinit", "0x1.8p3", "0x.8", "0x1p-1074", "0x1p-1080", "0x1.fffffffffffff8p0", "0x1.00000000000008p0",
	"0x1.00000000000018p0", "  12.5xyz", "1,5", "9007199254740993", "0.1e1e1", "e5", "0x", "0x1p", "1.7976931348623159e308",
	"0.30000000000000004", "123456789012345678901234567890",
};

static void integers(void)
{
	static const int bases[] = { 0, 2, 8, 10, 16, 36, 1, 37 };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		for (size_t b = 0; b < 8; b++) {
			char *end = NULL;
			long value;

			errno = 0;
			value = strtol(texts[i], &end, bases[b]);
			printf("%ld %ld %d ", value, bases[b] == 1 || bases[b] == 37 ? 0 : (long)(end - texts[i]), errno);
			errno = 0;
			printf("%lu %d ", strtoul(texts[i], NULL, bases[b]), errno);
		}
		printf("%d %ld\n", atoi(texts[i]), atol(texts[i]));
	}
}

static void floating(void)
{
	for (size_t i = 0; i < sizeof(floats) / sizeof(floats[0]); i++) {
		char *end;
		double value;

		errno = 0;
		value = strtod(floats[i], &end);
		printf("%s: %a %ld %d %a\n", floats[i], value, (long)(end - floats[i]), errno, strtof(floats[i], NULL));
	}
	printf("%d\n", isnan(strtod("nan", NULL)));
}

static void mathematics(void)
{
	static const double values[] = { 0, -0.0, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, 4503599627370497.5, 1e300, -7.25 };

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		double value = values[i], whole;
		int power;
		double fraction = frexp(value, &power), rest = modf(value, &whole);

		printf("%g %g %g %g %g %g %g %d %g %g", floor(value), ceil(value), trunc(value), round(value), rint(value), fabs(value),
		       fraction, power, rest, whole);
		printf(" %g %g %g %g %g\n", sqrt(fabs(value)), fmod(value, 0.7), fmax(value, 1), fmin(value, 1), copysign(1, value));
	}
	printf("%ld %ld %ld %ld %g %g\n", lround(2.5), lround(-2.5), lrint(2.5), lrint(3.5), ldexp(0.75, 4), ldexp(1, -1074));
	printf("%.12g %.12g %.12g %.12g %.12g\n", sin(1), cos(1), tan(1), exp(1), log(10));
	printf("%.12g %.12g %.12g %.12g %.12g\n", pow(2, 0.5), atan2(1, -1), log10(1000), log2(8), hypot(3, 4));
	printf("%g %g %g\n", pow(1, NAN), pow(-1, INFINITY), sqrtf(2.0f));
	printf("%d %d %d %d %d\n", abs(-5), (int)labs(-5L), div(-7, 2).quot, div(-7, 2).rem, (int)ldiv(7, -2).rem);
}

static int by_value(const void *left, const void *right)
{
	int a = *(const int *)left, b = *(const int *)right;

	return (a > b) - (a < b);
}

struct pair {
	char key, order, padding[11];
};

static int by_key(const void *left, const void *right)
{
	return ((const struct pair *)left)->key - ((const struct pair *)right)->key;
}

static void sorting(void)
{
	struct pair pairs[40];
	int values[200], wanted;

	for (int i = 0; i < 200; i++)
		values[i] = rand() % 500 - 250;
	qsort(values, 200, sizeof(int), by_value);
	for (int i = 0; i < 200; i++)
		printf("%d ", values[i]);
	for (int i = 0; i < 200; i += 7) {
		int *found = bsearch(&values[i], values, 200, sizeof(int), by_value);

		printf("%d ", found && *found == values[i]);
	}
	wanted = 1000;
	printf("%d\n", bsearch(&wanted, values, 200, sizeof(int), by_value) == NULL);
	for (int i = 0; i < 40; i++)
		pairs[i] = (struct pair){ 'a' + rand() % 5, i };
	qsort(pairs, 40, sizeof(struct pair), by_key);
	for (int i = 0; i < 40; i++)
		printf("%c%d ", pairs[i].key, pairs[i].order);
	qsort(pairs, 0, sizeof(struct pair), by_key);
	printf("\n");
}

static void randoms(void)
{
	unsigned int seed = 7;

	for (int i = 0; i < 40; i++)
		printf("%d ", rand());
	srand(12345);
	for (int i = 0; i < 40; i++)
		printf("%ld ", random());
	srand(0);
	printf("%d ", rand());
	srand(0xffffffff);
	printf("%d\n", rand());
	for (int i = 0; i < 5; i++)
		printf("%d ", rand_r(&seed));
	printf("\n");
}

int main(void)
{
	randoms();
	integers();
	floating();
	mathematics();
	sorting();
	return 0;
}
