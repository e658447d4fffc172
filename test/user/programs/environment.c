/* The environment as a program changes it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

static void show(const char *name)
{
	char *value = getenv(name);

	printf("%s=%s\n", name, value ? value : "(none)");
}

int main(void)
{
	static char own[] = "OWN=1";

	clearenv();
	show("A");
	printf("%d %d %d\n", setenv("A", "first", 0), setenv("B", "", 1), setenv("AB", "both", 1));
	show("A");
	show("B");
	show("AB");
	setenv("A", "second", 0);
	show("A");
	setenv("A", "third", 1);
	show("A");
	putenv(own);
	show("OWN");
	own[4] = '2';
	show("OWN");
	printf("%d %d %d\n", unsetenv("A"), unsetenv("none"), unsetenv("x=y"));
	show("A");
	show("AB");
	for (char **entry = environ; *entry; entry++)
		printf("%s\n", *entry);
	return 0;
}
