#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
	char *copy = malloc(64);

	snprintf(copy, 64, "%d arguments, pi is %.3f", argc - 1, 3.14159);
	puts(copy);
	for (int i = 1; i < argc; i++)
		printf("%s%c", argv[i], i + 1 < argc ? ' ' : '\n');
	free(copy);
	return strlen(argv[0]) > 0 ? 0 : 1;
}
