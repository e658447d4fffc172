/* The environment: empty at the start, and whatever the program puts there. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Of what `environ` points to, the last one this file has made; NULL before. */
static char **own_environment;

static size_t entry_count(void)
{
	size_t count = 0;

	while (environ && environ[count])
		count++;
	return count;
}

/* The entry of that name, or NULL. */
static char **find_entry(const char *name, size_t length)
{
	for (char **entry = environ; entry && *entry; entry++)
		if (!strncmp(*entry, name, length) && (*entry)[length] == '=')
			return entry;
	return NULL;
}

char *getenv(const char *name)
{
	size_t length = strlen(name);
	char **entry = find_entry(name, length);

	return entry ? *entry + length + 1 : NULL;
}

static int add_entry(char *text)
{
	size_t count = entry_count();
	char **entries = realloc(own_environment, (count + 2) * sizeof(*entries));

	if (!entries)
		return -1;
	if (environ != own_environment)
		memcpy(entries, environ, count * sizeof(*entries));
	entries[count] = text;
	entries[count + 1] = NULL;
	environ = own_environment = entries;
	return 0;
}

int putenv(char *text)
{
	char *equals = strchr(text, '=');
	char **entry;

	if (!equals)
		return unsetenv(text);
	entry = find_entry(text, equals - text);
	if (!entry)
		return add_entry(text);
	*entry = text;
	return 0;
}

int setenv(const char *name, const char *value, int overwrite)
{
	size_t length;
	char *text;

	if (!name || !*name || strchr(name, '=')) {
		errno = EINVAL;
		return -1;
	}
	length = strlen(name);
	if (!overwrite && find_entry(name, length))
		return 0;
	text = malloc(length + strlen(value) + 2);
	if (!text)
		return -1;
	strcpy(text, name);
	text[length] = '=';
	strcpy(text + length + 1, value);
	return putenv(text);
}

int unsetenv(const char *name)
{
	char **entry;

	if (!name || !*name || strchr(name, '=')) {
		errno = EINVAL;
		return -1;
	}
	while ((entry = find_entry(name, strlen(name))) != NULL)
		do
			entry[0] = entry[1];
		while (*entry++);
	return 0;
}

int clearenv(void)
{
	environ = NULL;
	return 0;
}
