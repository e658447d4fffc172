/* Strings of wide characters, as the functions of string.h without the w. */
#include <string.h>
#include <wchar.h>

size_t wcslen(const wchar_t *text)
{
	const wchar_t *end = text;

	while (*end)
		end++;
	return end - text;
}

wchar_t *wmemcpy(wchar_t *restrict to, const wchar_t *restrict from, size_t count)
{
	return memcpy(to, from, count * sizeof(*to));
}

wchar_t *wmemmove(wchar_t *to, const wchar_t *from, size_t count)
{
	return memmove(to, from, count * sizeof(*to));
}

wchar_t *wmemset(wchar_t *to, wchar_t character, size_t count)
{
	for (size_t i = 0; i < count; i++)
		to[i] = character;
	return to;
}

wchar_t *wmemchr(const wchar_t *text, wchar_t character, size_t count)
{
	for (; count > 0; text++, count--)
		if (*text == character)
			return (wchar_t *)text;
	return NULL;
}

/* `stop`: a zero ends both. */
static int compare_wide(const wchar_t *left, const wchar_t *right, size_t count, int stop)
{
	for (; count > 0; left++, right++, count--) {
		if (*left != *right)
			return *left < *right ? -1 : 1;
		if (stop && *left == 0)
			break;
	}
	return 0;
}

int wmemcmp(const wchar_t *left, const wchar_t *right, size_t count)
{
	return compare_wide(left, right, count, 0);
}

int wcsncmp(const wchar_t *left, const wchar_t *right, size_t count)
{
	return compare_wide(left, right, count, 1);
}

int wcscmp(const wchar_t *left, const wchar_t *right)
{
	return compare_wide(left, right, SIZE_MAX, 1);
}

wchar_t *wcscpy(wchar_t *restrict to, const wchar_t *restrict from)
{
	return wmemcpy(to, from, wcslen(from) + 1);
}

wchar_t *wcsncpy(wchar_t *restrict to, const wchar_t *restrict from, size_t count)
{
	size_t i = 0;

	for (; i < count && from[i]; i++)
		to[i] = from[i];
	wmemset(to + i, 0, count - i);
	return to;
}

wchar_t *wcscat(wchar_t *restrict to, const wchar_t *restrict from)
{
	wcscpy(to + wcslen(to), from);
	return to;
}

wchar_t *wcschr(const wchar_t *text, wchar_t character)
{
	return wmemchr(text, character, wcslen(text) + 1);
}

wchar_t *wcsrchr(const wchar_t *text, wchar_t character)
{
	for (size_t at = wcslen(text) + 1; at > 0; at--)
		if (text[at - 1] == character)
			return (wchar_t *)text + at - 1;
	return NULL;
}
