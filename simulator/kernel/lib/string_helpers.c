/* Words and numbers in text: sizes for people, options of a command line, arguments. */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/string_helpers.h>

/* Three digits that count: "16.0 GiB", "512 B", "1.05 MB". */
void string_get_size(u64 size, u64 blocks, enum string_size_units units, char *buffer, int length)
{
	static const char *const names[2][9] = {
		{ "B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB" },
		{ "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB" },
	};
	unsigned int divisor = units == STRING_UNITS_10 ? 1000 : 1024, i = 0, digits, rest = 0, whole;
	unsigned __int128 total = (unsigned __int128)size * blocks;
	char fraction[8] = "";

	for (; total >= divisor; i++) {
		rest = (unsigned int)(total % divisor);
		total /= divisor;
	}
	whole = (unsigned int)total;
	if (whole || i) {
		digits = whole < 10 ? 2 : whole < 100 ? 1 : 0;
		if (units == STRING_UNITS_2)
			rest = rest * 1000 / 1024;
		rest += digits == 2 ? 5 : digits == 1 ? 50 : 500;
		whole += rest >= 1000;
		snprintf(fraction, sizeof(fraction), ".%03u", rest % 1000);
		fraction[digits ? digits + 1 : 0] = 0;
	}
	snprintf(buffer, length, "%u%s %s", whole, fraction, i < 9 ? names[units][i] : "UNK");
}

/* A number with K, M, G, T, P or E behind it. */
unsigned long long memparse(const char *text, char **end)
{
	unsigned long long value = simple_strtoull(text, (char **)&text, 0);
	const char *unit = strchr("KMGTPE", *text ? toupper(*text) : '!');

	if (unit) {
		value <<= 10 * (unit - "KMGTPE" + 1);
		text++;
	}
	if (end)
		*end = (char *)text;
	return value;
}

/* 0: no number, 1: one that ends the text, 2: one before a comma, 3: one before a dash. */
int get_option(char **text, int *value)
{
	char *start = *text;

	if (!start || !*start)
		return 0;
	*value = *start == '-' ? -(int)simple_strtoull(start + 1, text, 0) : (int)simple_strtoull(start, text, 0);
	if (start == *text)
		return 0;
	if (**text == ',') {
		(*text)++;
		return 2;
	}
	return **text == '-' ? 3 : 1;
}

/* Into values[1] and on; how many there are into values[0]. Where it stopped. */
char *get_options(const char *text, int count, int *values)
{
	int used = 1;

	while (used < count) {
		int kind = get_option((char **)&text, values + used), last;

		if (!kind)
			break;
		if (kind == 3) {
			text++;
			last = simple_strtoull(text, (char **)&text, 0);
			for (; used < count - 1 && values[used] < last; used++)
				values[used + 1] = values[used] + 1;
			if (*text == ',')
				text++;
		}
		used++;
		if (kind == 1)
			break;
	}
	values[0] = used - 1;
	return (char *)text;
}

char *strreplace(char *text, char old, char new)
{
	for (; *text; text++)
		if (*text == old)
			*text = new;
	return text;
}

/* Pointers into one copy of the text, which the word before the first points to; NULL ends them. */
char **argv_split(gfp_t gfp, const char *text, int *count)
{
	char *copy = kstrdup(text, gfp), *at, **words;
	int n = 0;

	if (!copy)
		return NULL;
	for (at = copy; *at; at++)
		n += !isspace(*at) && (at == copy || isspace(at[-1]));
	words = kmalloc_array(n + 2, sizeof(char *), gfp);
	if (!words) {
		kfree(copy);
		return NULL;
	}
	*words++ = copy;
	for (n = 0, at = copy; *at; at++) {
		if (isspace(*at))
			*at = 0;
		else if (at == copy || !at[-1])
			words[n++] = at;
	}
	words[n] = NULL;
	if (count)
		*count = n;
	return words;
}

void argv_free(char **words)
{
	if (!words)
		return;
	words--;
	kfree(words[0]);
	kfree(words);
}

char *bin2hex(char *to, const void *from, size_t count)
{
	const unsigned char *bytes = from;

	while (count--) {
		*to++ = "0123456789abcdef"[*bytes >> 4];
		*to++ = "0123456789abcdef"[*bytes++ & 15];
	}
	return to;
}

/* The index of `text` in a list that ends at `count` or NULL. */
int match_string(const char *const *array, size_t count, const char *text)
{
	size_t index;

	for (index = 0; index < count && array[index]; index++)
		if (!strcmp(array[index], text))
			return index;
	return -EINVAL;
}

/* A newline at the end of one of them does not count. */
bool sysfs_streq(const char *one, const char *other)
{
	for (; *one && *one == *other; one++)
		other++;
	return *one == *other || (!*one && !strcmp(other, "\n")) || (!*other && !strcmp(one, "\n"));
}

int __sysfs_match_string(const char *const *array, size_t count, const char *text)
{
	size_t index;

	for (index = 0; index < count && array[index]; index++)
		if (sysfs_streq(array[index], text))
			return index;
	return -EINVAL;
}

/* What stands for `c` in `text`: its length. The rules go before each other in this order. */
static int escape_byte(unsigned char c, unsigned int flags, bool listed, bool some, char *text)
{
	static const char letters[] = "\nn\rr\tt\vv\ff\\\\\aa\033e\"\"";
	bool kept = !(flags & ESCAPE_APPEND && listed);
	int i;

	if ((some && !listed && !(flags & ESCAPE_APPEND)) ||
	    (kept && ((flags & ESCAPE_NAP && isascii(c) && isprint(c)) || (flags & ESCAPE_NP && isprint(c)) ||
		      (flags & ESCAPE_NA && isascii(c)))))
		flags = 0;
	for (i = 0; letters[i]; i += 2)
		if (letters[i] == (char)c && flags & (i < 10 ? ESCAPE_SPACE : ESCAPE_SPECIAL))
			return sprintf(text, "\\%c", letters[i + 1]);
	if (!c && flags & ESCAPE_NULL)
		return sprintf(text, "\\0");
	if (flags & (ESCAPE_OCTAL | ESCAPE_HEX))
		return sprintf(text, flags & ESCAPE_OCTAL ? "\\%03o" : "\\x%02x", c);
	text[0] = c;
	return 1;
}

/* What it would take, of which as much is there as there is room for, without a NUL. */
int string_escape_mem(const char *from, size_t length, char *to, size_t room, unsigned int flags, const char *only)
{
	size_t done = 0;
	char text[8];

	while (length--) {
		unsigned char c = *from++;
		int i, size = escape_byte(c, flags, only && *only && strchr(only, c), only && *only, text);

		for (i = 0; i < size; i++, done++)
			if (done < room)
				to[done] = text[i];
	}
	return done;
}
