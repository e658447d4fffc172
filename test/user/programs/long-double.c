#include <stdio.h>

/* What follows a long double among the arguments must be read from its own place. */
int main(void)
{
	long double third = 1.0L / 4;

	printf("%Lf %d %Lg %s\n", third, 7, third * 2, "end");
	printf("%d %.3Lf %c\n", -1, 2.5L, 'x');
	return 0;
}
