/* Texts and numbers around and beyond the 16 KiB at which a call of ours may be left. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MOST 33000

static char room[4][MOST + 200];

static unsigned long sum(const char *from, size_t length)
{
	unsigned long result = 5381;

	while (length--)
		result = result * 33 + (unsigned char)*from++;
	return result;
}

static char *filled(char *at, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		at[i] = 'a' + ((unsigned int)i * 2654435761u >> 13) % 23;
	at[length] = 0;
	return at;
}

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

static void copies(size_t length, size_t skew)
{
	char *one = filled(room[0] + skew, length), *to = room[1] + 3;

	memset(room[1], '#', sizeof(room[1]));
	printf("%d ", strcpy(to, one) == to);
	printf("%ld %lx ", (long)(stpcpy(to, one) - to), sum(room[1], length + 20));
	memset(room[1], '#', sizeof(room[1]));
	strncpy(to, one, length);
	printf("%lx ", sum(room[1], length + 20));
	strncpy(to, one, length + 1);
	printf("%lx ", sum(room[1], length + 20));
	strncpy(to, "short", length);
	printf("%lx ", sum(room[1], length + 20));
	strncpy(to, one, length / 2);
	printf("%lx ", sum(room[1], length + 20));
	strcpy(to, "head");
	strcat(to, one);
	printf("%lx ", sum(room[1], length + 20));
	to[length / 2] = 0;
	strncat(to, one + 5, length / 3);
	strncat(to, one, 0);
	printf("%lx\n", sum(room[1], length + 20));
}

static void compares(size_t length, size_t skew)
{
	char *one = filled(room[0], length), *other = filled(room[1] + skew, length);

	printf("%d %d %d ", strcmp(one, other), strcasecmp(one, other), strncmp(one, other, length + 1));
	other[length - 1] = 'Z';
	printf("%d %d %d ", sign(strcmp(one, other)), sign(strcmp(other, one)), strncmp(one, other, length - 1));
	other[length - 1] = one[length - 1] - 32;
	printf("%d %d ", strcasecmp(one, other), sign(strcmp(one, other)));
	other[length - 1] = 0;
	printf("%d %d %d ", sign(strcmp(one, other)), sign(strcmp(other, one)), sign(strncasecmp(one, other, length)));
	one[length - 1] = (char)0xe9;
	printf("%d\n", sign(strcmp(one, other)));
}

static long place(const char *text, const char *found)
{
	return found ? found - text : -1;
}

static void searches(size_t length, size_t skew)
{
	char *one = filled(room[0] + skew, length), *part = room[2];

	one[length - 2] = '1';
	one[length - 1] = '2';
	printf("%ld %ld %ld %ld ", place(one, strchr(one, '1')), place(one, strchr(one, '3')), place(one, strchr(one, 0)),
	       place(one, strrchr(one, 'a')));
	printf("%ld %ld %zu %zu ", place(one, strrchr(one, 0)), place(one, strrchr(one, '3')),
	       strspn(one, "abcdefghijklmnopqrstuvw"), strcspn(one, "21"));
	printf("%zu %zu %ld %ld ", strspn(one, one), strcspn(one, "3"), place(one, strpbrk(one, "32")),
	       place(one, strpbrk(one, "34")));
	printf("%ld %ld %ld ", place(one, strstr(one, "12")), place(one, strstr(one, "123")), place(one, strstr(one, "")));
	strcpy(part, one + length / 2);
	printf("%ld ", place(one, strstr(one, part)));
	strcat(part, "3");
	printf("%ld ", place(one, strstr(one, part)));
	strcpy(part, one + length - 300);
	printf("%ld %zu %zu\n", place(one, strstr(one, part)), strlen(one), strnlen(one, length - 1));
}

static void formats(size_t length)
{
	char *one = filled(room[0], length), *to = room[1];
	int taken = -1, number = -1;
	unsigned int hex = 7;

	memset(to, '#', MOST);
	printf("%d %lx ", sprintf(to, "%s|%d", one, 5), sum(to, MOST));
	printf("%d %lx ", snprintf(to, length / 2, "<%s>", one), sum(to, MOST));
	printf("%d %lx ", snprintf(to, MOST, "%*d", (int)length, 5), sum(to, MOST));
	memset(room[2], ' ', length);
	sprintf(room[2] + length, "-12 0x1f %.100s", one);
	printf("%d %d %x %d ", sscanf(room[2], "%d %x %s%n", &number, &hex, room[3], &taken), number, hex, taken);
	printf("%d %lx ", sscanf(one, "%s", room[3]), sum(room[3], length + 1));
	printf("%d %lx ", sscanf(one, "%[a-m]%[^x-z-]%n", room[2], room[3], &taken), sum(room[3], 20));
	printf("%d %lx\n", sscanf(one, "%100c", room[3]), sum(room[3], 101));
}

static void numbers(size_t digits)
{
	int value = 3;
	long wide = 3;
	unsigned int positive = 3;
	char *text = room[0];

	memset(text, '0', digits);
	strcpy(text + digits, "77 -99999999999999999999999 ");
	printf("%d %d %ld ", sscanf(text, "%d %ld", &value, &wide), value, wide);
	memset(text, '9', digits);
	printf("%d %ld ", sscanf(text, "%ld", &wide), wide);
	printf("%d %u ", sscanf(text, "%u", &positive), positive);
	text[0] = '-';
	printf("%d %ld ", sscanf(text, "%ld", &wide), wide);
	printf("%d %d ", sscanf("0777 0x", "%i", &value), value);
	printf("%d %d %s ", sscanf("0xg", "%x%s", &positive, room[1]), (int)positive, room[1]);
	printf("%d %d ", sscanf("0x", "%i%s", &value, room[1]), value);
	printf("%d %x %s\n", sscanf("0x1g", "%2x%s", &positive, room[1]), positive, room[1]);
}

/* The part that is looked for begins in many places. */
static void repeats(void)
{
	char *one = room[0], *part = room[1];

	memset(one, 'x', 3000);
	strcpy(one + 3000, "yz");
	memset(part, 'x', 600);
	strcpy(part + 600, "yz");
	printf("%ld ", place(one, strstr(one, part)));
	part[0] = 'y';
	printf("%ld ", place(one, strstr(one, part)));
	part[0] = 'x';
	part[600] = 'z';
	printf("%ld\n", place(one, strstr(one, part)));
}

int main(void)
{
	static const size_t lengths[] = { 301, 16384, 16421, MOST };
	size_t i, skew;

	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		for (skew = 0; skew < 40; skew += 37) {
			copies(lengths[i], skew);
			compares(lengths[i], skew);
			searches(lengths[i], skew);
		}
		formats(lengths[i]);
		numbers(lengths[i] / 4);
	}
	repeats();
	return 0;
}
