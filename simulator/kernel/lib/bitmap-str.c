/* Arrays of bits as text: lists of numbers and ranges. */
#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/string.h>

/* A number, or N for the last bit; a negative error. */
static long list_number(const char **text, unsigned int last)
{
	unsigned long number = 0;
	const char *at = *text;

	if (*at == 'N') {
		++*text;
		return last;
	}
	for (; isdigit(*at); at++) {
		number = 10 * number + *at - '0';
		if (number > 0xffffffff)
			return -EOVERFLOW;
	}
	if (at == *text)
		return -EINVAL;
	*text = at;
	return number;
}

static bool ends_region(char c)
{
	return !c || c == ',' || isspace(c);
}

/* `first-last:used/group`, of which all but the first may be missing; `all` is every bit. */
static int parse_region(const char **text, unsigned long *map, unsigned int bits)
{
	long first = 0, last = bits - 1, used, group;
	long bit;

	if (strncasecmp(*text, "all", 3) == 0) {
		*text += 3;
	} else {
		first = last = list_number(text, bits - 1);
		if (first >= 0 && **text == '-' && ++*text)
			last = list_number(text, bits - 1);
		if (first < 0 || last < 0)
			return first < 0 ? first : last;
	}
	used = group = last + 1;
	if (**text == ':') {
		++*text;
		used = list_number(text, bits - 1);
		if (used < 0 || **text != '/')
			return used < 0 ? used : -EINVAL;
		++*text;
		group = list_number(text, bits - 1);
		if (group < 0)
			return group;
	}
	if (!ends_region(**text) || first > last || group == 0 || used > group)
		return -EINVAL;
	if (last >= (long)bits)
		return -ERANGE;
	for (bit = first; bit <= last; bit++)
		if ((bit - first) % group < used)
			__set_bit(bit, map);
	return 0;
}

int bitmap_parselist(const char *text, unsigned long *map, int bits)
{
	bitmap_zero(map, bits);
	for (;;) {
		int error;

		while (*text == ',' || (*text != '\n' && isspace(*text)))
			text++;
		if (!*text || *text == '\n')
			return 0;
		error = parse_region(&text, map, bits);
		if (error)
			return error;
	}
}
