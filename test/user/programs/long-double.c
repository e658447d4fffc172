/* A long double is the 80-bit type of the x87, from constants through the arithmetic to printf and scanf. */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	long double third = 1.0L / 3, read;
	double half;
	float quarter;

	printf("%Lf %d %Lg %s\n", third, 7, third * 2, "end");
	printf("%d %.3Lf %c\n", -1, 2.5L, 'x');
	printf("%.25Lf %.20Le %Lg\n", third, 1e4000L, 1e-4940L);
	printf("%La %LA %.3La %La\n", 1.0L, third, 0.1L, 0.0L);
	printf("%Lf %Lf %010.2Lf|%-12Lg|%+Lf\n", 1.0L / 0, -1.0L / 0, -2.5L, 0.5L, 3.0L);
	printf("%.0Lf %.0Lf\n", 18446744073709551615.0L, 18446744073709551616.0L);
	printf("%d %d\n", sscanf("2.5 0.5e0 .25 x", "%Lf %lf %f", &read, &half, &quarter), sscanf("x", "%f", &quarter));
	printf("%Lf %f %f\n", read, half, quarter);
	printf("%Lf %zu\n", strtold("-12.5e1", NULL), sizeof(third));
	return 0;
}
