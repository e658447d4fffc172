/* Strings of wide characters, and numbers rounded once. */
#include <math.h>
#include <stdio.h>
#include <wchar.h>

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

static void wide(void)
{
	wchar_t buffer[16], copy[4] = {9, 9, 9, 9};

	wcscpy(buffer, L"ab");
	wcscat(buffer, L"\u00e9b");
	printf("%zu %d %d\n", wcslen(buffer), (int)buffer[2], (int)sizeof(wchar_t));
	printf("%d %d %d %d\n", sign(wcscmp(buffer, L"ab")), sign(wcscmp(L"aa", buffer)), wcsncmp(buffer, L"abx", 2), wcscmp(L"", L""));
	printf("%d %d %d\n", (int)(wcschr(buffer, L'b') - buffer), (int)(wcsrchr(buffer, L'b') - buffer), wcschr(buffer, L'x') == NULL);
	printf("%d\n", (int)(wcschr(buffer, 0) - buffer));
	wcsncpy(copy, L"q", 3);
	printf("%d %d %d %d\n", (int)copy[0], (int)copy[1], (int)copy[2], (int)copy[3]);
	wmemset(copy, L'z', 2);
	wmemmove(copy + 1, copy, 3);
	printf("%d %d %d %d %d\n", (int)copy[0], (int)copy[1], (int)copy[2], (int)copy[3], sign(wmemcmp(copy, buffer, 1)));
	printf("%d\n", (int)(wmemchr(copy, 0, 4) - copy));
}

static void rounded_once(void)
{
	const double values[] = {0.1, -0.1, 1e-308, 5e-324, 1e308, 3, -7.5, 2.5, 0x1.fffffffffffffp+1023, 0x1p-537, 1 + 0x1p-52, 0.0, -0.0, INFINITY, 0x1p-1060};
	const float floats[] = {0.1f, -0.3f, 1e-38f, 1e-45f, 3e38f, 7.25f, 1 + 0x1p-23f, 0x1p-75f};
	int count = sizeof(values) / sizeof(values[0]);

	for (int i = 0; i < count; i++)
		for (int j = 0; j < count; j++) {
			double next = nextafter(values[i], values[j]), left = remainder(values[i], values[j]);
			double sum = fma(values[i], values[j], values[(i + j) % count]);

			printf("%a ", next);
			if (left == left)
				printf("%a ", left);
			if (sum == sum)
				printf("%a", sum);
			printf("\n");
		}
	for (int i = 0; i < 8; i++)
		for (int j = 0; j < 8; j++)
			printf("%a %a %a %a\n", fmaf(floats[i], floats[j], floats[(i * 3 + j) % 8]), nextafterf(floats[i], floats[j]),
			       remainderf(floats[i], floats[j]), ldexpf(floats[i], j * 20 - 80));
	for (int i = 0; i < count; i++)
		printf("%g %d %d %d %d\n", logb(values[i]), ilogb(values[i]), fpclassify(values[i]), isnormal(values[i]) != 0, fpclassify((float)values[i]));
	printf("%d %d %d %lld %lld %d\n", fpclassify(NAN), ilogb(NAN), isunordered(1.0, NAN), llround(-2.5), llrint(2.5), isless(1.0, 2.0));
}

int main(void)
{
	wide();
	rounded_once();
	return 0;
}
