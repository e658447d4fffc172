/* string.h, strings.h and ctype.h. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int sign(int value) { return (value > 0) - (value < 0); }
#define AT(text, found) ((found) ? (long)((char *)(found) - (char *)(text)) : -1L)

static void searching(void)
{
	const char *text = "the quick brown fox jumps over the lazy dog";

	printf("%ld %ld %ld\n", AT(text, strchr(text, 'q')), AT(text, strchr(text, 'Q')), AT(text, strchr(text, 0)));
	printf("%ld %ld %ld\n", AT(text, strrchr(text, 'o')), AT(text, strrchr(text, '!')), AT(text, strrchr(text, 0)));
	printf("%ld %ld\n", AT(text, strchrnul(text, 'x')), AT(text, strchrnul(text, '!')));
	printf("%ld %ld %ld\n", AT(text, strstr(text, "the l")), AT(text, strstr(text, "")), AT(text, strstr(text, "cat")));
	printf("%ld %ld\n", AT(text, strcasestr(text, "FOX")), AT(text, strcasestr(text, "WOLF")));
	printf("%zu %zu %zu %zu\n", strspn(text, "eht "), strcspn(text, "xyz"), strspn(text, ""), strcspn(text, ""));
	printf("%ld %ld\n", AT(text, strpbrk(text, "zyx")), AT(text, strpbrk(text, "0123")));
	printf("%ld %ld %ld\n", AT(text, memchr(text, 'f', 10)), AT(text, memchr(text, 'f', 20)), AT(text, memrchr(text, 't', 44)));
	printf("%ld %ld\n", AT(text, memmem(text, 43, "jumps", 5)), AT(text, memmem(text, 10, "jumps", 5)));
	printf("%zu %zu %zu\n", strlen(text), strnlen(text, 10), strnlen(text, 100));
}

static void comparing(void)
{
	static const char *const words[] = { "", "a", "A", "ab", "abc", "abd", "ABC", "\xff", "b" };

	for (int i = 0; i < 9; i++)
		for (int j = 0; j < 9; j++)
			printf("%d%d%d%d%d ", sign(strcmp(words[i], words[j])), sign(strncmp(words[i], words[j], 2)),
			       sign(strcasecmp(words[i], words[j])), sign(strncasecmp(words[i], words[j], 2)),
			       sign(memcmp(words[i], words[j], 1)));
	printf("%d %d\n", strncmp("a", "b", 0), memcmp("a", "b", 0));
}

static void copying(void)
{
	char buffer[64], large[300];

	memset(buffer, '#', sizeof(buffer));
	printf("%s %ld\n", strcpy(buffer, "copied"), AT(buffer, stpcpy(buffer, "stop")));
	strncpy(buffer, "abc", 8);
	for (int i = 0; i < 10; i++)
		printf("%02x ", buffer[i] & 0xff);
	strncpy(buffer, "abcdefgh", 3);
	printf("%.8s\n", buffer);
	strcpy(buffer, "one");
	strcat(buffer, " two");
	strncat(buffer, " three", 3);
	printf("%s\n", buffer);
	for (int i = 0; i < 300; i++)
		large[i] = i;
	memmove(large + 3, large, 290);
	printf("%d %d %d\n", large[3], large[100], large[292]);
	memmove(large, large + 70, 200);
	printf("%d %d %d\n", large[0], large[100], large[199]);
	printf("%ld\n", AT(buffer, mempcpy(buffer, "12345", 5)));
	printf("%ld %d\n", AT(buffer, memccpy(buffer, "ab:cd", ':', 5)), memccpy(buffer, "abcd", ':', 4) == NULL);
	bzero(buffer, 4);
	printf("%d\n", bcmp(buffer, "\0\0\0\0", 4));
}

static void tokens(void)
{
	char text[] = "  one, two ,,three  ", other[] = "a:b::c", *rest = other, *token;

	for (token = strtok(text, ", "); token; token = strtok(NULL, ", "))
		printf("[%s]", token);
	while ((token = strsep(&rest, ":")) != NULL)
		printf("(%s)", token);
	printf("\n");
}

static void classes(void)
{
	for (int c = -1; c < 256; c++)
		printf("%d%d%d%d%d%d%d%d%d%d%d%d %d %d\n", !!isalnum(c), !!isalpha(c), !!isblank(c), !!iscntrl(c), !!isdigit(c),
		       !!isgraph(c), !!islower(c), !!isprint(c), !!ispunct(c), !!isspace(c), !!isupper(c), !!isxdigit(c),
		       tolower(c), toupper(c));
}

static void errors(void)
{
	for (int number = 0; number < 140; number++)
		printf("%d %s\n", number, strerror(number));
	errno = ENOENT;
	perror("no such");
	errno = EIO;
	perror("");
	errno = EINVAL;
	perror(NULL);
}

int main(void)
{
	char *copy = strdup("duplicate"), *part = strndup("duplicate", 3);

	searching();
	comparing();
	copying();
	tokens();
	classes();
	errors();
	printf("%s %s\n", copy, part);
	for (int i = 1; i < 16; i++)
		printf("%s\n", strsignal(i));
	printf("%d %d %d %d\n", ffs(0), ffs(8), ffsl(1L << 40), ffsll(-1));
	free(copy);
	free(part);
	return 0;
}
