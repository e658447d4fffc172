/* Taking strings apart, copying them into memory of their own, and classes of characters. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

char *strdup(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = malloc(size);

	return copy ? memcpy(copy, text, size) : NULL;
}

char *strndup(const char *text, size_t maximum)
{
	size_t length = strnlen(text, maximum);
	char *copy = malloc(length + 1);

	if (!copy)
		return NULL;
	memcpy(copy, text, length);
	copy[length] = 0;
	return copy;
}

char *strtok_r(char *text, const char *separators, char **rest)
{
	char *end;

	if (!text)
		text = *rest;
	text += strspn(text, separators);
	if (!*text) {
		*rest = text;
		return NULL;
	}
	end = text + strcspn(text, separators);
	*rest = *end ? end + 1 : end;
	*end = 0;
	return text;
}

char *strtok(char *text, const char *separators)
{
	static char *rest;

	return strtok_r(text, separators, &rest);
}

char *strsep(char **text, const char *separators)
{
	char *start = *text, *end;

	if (!start)
		return NULL;
	end = start + strcspn(start, separators);
	*text = *end ? end + 1 : NULL;
	*end = 0;
	return start;
}

int isdigit(int c) { return c >= '0' && c <= '9'; }
int islower(int c) { return c >= 'a' && c <= 'z'; }
int isupper(int c) { return c >= 'A' && c <= 'Z'; }
int isalpha(int c) { return islower(c) || isupper(c); }
int isalnum(int c) { return isalpha(c) || isdigit(c); }
int isblank(int c) { return c == ' ' || c == '\t'; }
int isspace(int c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
int iscntrl(int c) { return (c >= 0 && c < 32) || c == 127; }
int isprint(int c) { return c >= 32 && c < 127; }
int isgraph(int c) { return c > 32 && c < 127; }
int ispunct(int c) { return isgraph(c) && !isalnum(c); }
int isxdigit(int c) { return isdigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
int tolower(int c) { return isupper(c) ? c + 32 : c; }
int toupper(int c) { return islower(c) ? c - 32 : c; }
