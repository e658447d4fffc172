/* Rows of formats and values: every conversion with flags, widths, precisions and sizes. */
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define ROW(...)                                                    \
	do {                                                        \
		char text[600];                                     \
		int length = snprintf(text, sizeof(text), __VA_ARGS__); \
		printf("%3d %3d |%s|\n", __LINE__, length, text);   \
	} while (0)

static void integers(void)
{
	static const char *const formats[] = {
		"%d", "%i", "%u", "%x", "%X", "%o", "%5d", "%-5d|", "%05d", "%+d", "% d", "%+5d", "%-+6d|", "% 05d", "%.3d", "%8.3d",
		"%-8.3d|", "%08.3d", "%.0d", "%#x", "%#X", "%#o", "%#10x", "%-#10x|", "%#010x", "%#.5x", "%#.5o", "%+.0d", "%#.0x",
		"%#.0o", "%hhd", "%hd", "%hhu", "%hu", "%hhx", "%hx", "%10.5u", "%+u", "% x", "%-012d|", "%+-8.4i|", "%2d", "%1x", "%c",
	};
	static const int values[] = { 0, 1, -1, 42, -12345, INT_MAX, INT_MIN, 255, 128, 65 };

	for (size_t f = 0; f < sizeof(formats) / sizeof(formats[0]); f++)
		for (size_t v = 0; v < sizeof(values) / sizeof(values[0]); v++)
			ROW(formats[f], values[v]);
}

static void wide_integers(void)
{
	static const char *const formats[] = {
		"%ld", "%lu", "%lx", "%lX", "%lo", "%lld", "%llu", "%llx", "%zd", "%zu", "%zx", "%td", "%jd", "%ju", "%#lx", "%20ld",
		"%-20ld|", "%020ld", "%+ld", "%.25ld", "%30.25lx", "%#030lx",
	};
	static const long values[] = { 0, -1, 1234567890123L, LONG_MAX, LONG_MIN, 0x8000000000000000 };

	for (size_t f = 0; f < sizeof(formats) / sizeof(formats[0]); f++)
		for (size_t v = 0; v < sizeof(values) / sizeof(values[0]); v++)
			ROW(formats[f], values[v]);
	ROW("%" PRIu64 " %" PRId64 " %" PRIx64 " %" PRIu8, UINT64_MAX, INT64_MIN, (uint64_t)0xdeadbeefcafe, (uint8_t)200);
}

static void floats(void)
{
	static const char *const formats[] = {
		"%f", "%.0f", "%#.0f", "%.1f", "%.3f", "%10.2f", "%-10.2f|", "%010.2f", "%+f", "% f", "%+.1f", "%.15f", "%.20f", "%F",
		"%e", "%.0e", "%#.0e", "%.3e", "%E", "%15.4e", "%-15.4e|", "%015.4e", "%g", "%G", "%.3g", "%.10g", "%.17g", "%#g", "%#.3g",
		"%.0g", "%12g", "%-12g|", "%012g", "%+g", "%a", "%A", "%.2a", "%.0a", "%20a", "%020a", "%.15a", "%#.0a",
	};
	static const double values[] = {
		0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, 0.1, 3.14159265358979, 123456.789, 1e10, 1e15, 1e16, 1e100, 1.5e-5, 0.0001, 0.00001,
		99999.95, 999999.5, 9.9999995, 1e-310, 5e-324, 1.7976931348623157e308, 0.3, 2.0 / 3.0, 1e21, 123456789012345680.0, -2.5e-7,
	};

	for (size_t f = 0; f < sizeof(formats) / sizeof(formats[0]); f++)
		for (size_t v = 0; v < sizeof(values) / sizeof(values[0]); v++)
			/* Of glibc 2.36, which prints 1.e+06; C11 7.21.6.1p6: with # trailing zeros are not removed. */
			if (strcmp(formats[f], "%#g") != 0 || values[v] != 999999.5)
				ROW(formats[f], values[v]);
	for (size_t f = 0; f < sizeof(formats) / sizeof(formats[0]); f++) {
		ROW(formats[f], (double)INFINITY);
		ROW(formats[f], (double)-INFINITY);
		ROW(formats[f], (double)fabs(NAN));
	}
	ROW("%f %g", 1.5f, 0.1f);
}

static void texts(void)
{
	static const char *const formats[] = { "%s", "%10s", "%-10s|", "%.2s", "%10.2s", "%-10.2s|", "%.0s", "%5.50s", "%1s" };
	static const char *const values[] = { "", "a", "hello", "longer than ten characters" };

	for (size_t f = 0; f < sizeof(formats) / sizeof(formats[0]); f++)
		for (size_t v = 0; v < sizeof(values) / sizeof(values[0]); v++)
			ROW(formats[f], values[v]);
	ROW("%s", (char *)NULL);
	ROW("%.3s|%.6s|%10s|", (char *)NULL, (char *)NULL, (char *)NULL);
	ROW("%c%c%c", 'a', 0x41, '!');
	ROW("%5c|%-5c|", 'x', 'y');
	ROW("%%");
	ROW("100%% of %d", 5);
}

static void arguments(void)
{
	ROW("%*d|%-*d|%*d|", 6, 42, 6, 42, -6, 42);
	ROW("%.*f|%.*f|%*.*f|", 2, 3.14159, -1, 3.14159, 10, 3, 2.71828);
	ROW("%.*s|%*s|%*.*s|", 3, "abcdef", 8, "abc", -8, 2, "abc");
	ROW("%p %p", (void *)0x1234, (void *)NULL);
	ROW("%10p|%-10p|", (void *)0xff, (void *)0xff);
	ROW("%d %ld %s %f %c %x %u %lld %g", 1, 2L, "three", 4.0, '5', 6, 7, 8LL, 9.5);
	ROW("%*.*d|", 12, 6, 123);
	ROW("no conversion at all");
	ROW("");
}

static void limits(void)
{
	char small[8];

	memset(small, '#', sizeof(small));
	printf("%d", snprintf(small, 0, "%d", 12345));
	printf(" %c\n", small[0]);
	printf("%d", snprintf(small, 1, "%d", 12345));
	printf(" %d\n", small[0]);
	printf("%d", snprintf(small, 4, "%d", 12345));
	printf(" %s %c\n", small, small[4]);
	printf("%d\n", snprintf(NULL, 0, "%s and %s", "one", "other"));
	printf("%d %s\n", sprintf(small, "%x", 0xabc), small);
	printf("%600d|%-600d|\n", 1, 2);
	printf("%d\n", printf("%s\n", "counted"));
}

int main(void)
{
	integers();
	wide_integers();
	floats();
	texts();
	arguments();
	limits();
	return 0;
}
