/* setjmp and longjmp: out of deep calls, within a function, over arrays of variable length. */
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
static jmp_buf env, inner;
static int depth(int n)
{
	volatile char pad[64];
	pad[0] = n;
	if (n == 0)
		longjmp(env, 42);
	return depth(n - 1) + pad[0];
}
static void nested(void)
{
	int r = setjmp(inner);
	if (r == 0)
		longjmp(inner, 3);
	printf("inner %d\n", r);
	if (r < 5)
		longjmp(inner, r + 1);
	longjmp(env, 0);
}
static double f(int k)
{
	jmp_buf b;
	volatile int n = 0;
	switch (setjmp(b)) {
	case 0:
		n = 1;
		if (k)
			longjmp(b, 7);
		return n;
	case 7:
		return n + 0.5;
	default:
		return -1;
	}
}
static struct {
	unsigned long before[16];
	sigjmp_buf buffer;
	unsigned long behind[16];
} kept;

static void beside_the_buffer(void)
{
	int i, changed = 0;

	memset(&kept, 0x5a, sizeof(kept));
	if (!sigsetjmp(kept.buffer, 1))
		siglongjmp(kept.buffer, 1);
	for (i = 0; i < 16; i++)
		changed += kept.before[i] != 0x5a5a5a5a5a5a5a5a || kept.behind[i] != 0x5a5a5a5a5a5a5a5a;
	printf("%zu bytes, %d words changed beside them\n", sizeof(kept.buffer), changed);
}

int main(void)
{
	volatile int times = 0;
	int r = setjmp(env);
	printf("r %d times %d\n", r, times);
	if (times++ == 0)
		depth(20);
	if (times == 2)
		nested();
	printf("%f %f\n", f(0), f(1));
	for (volatile int i = 0; i < 3; i++) {
		jmp_buf b;
		if (!setjmp(b)) {
			printf("try %d\n", i);
			if (i == 1)
				longjmp(b, 1);
		} else
			printf("caught %d\n", i);
	}
	int n = 5;
	char vla[n];
	if (!setjmp(env)) {
		char more[n * 100];
		more[0] = 1;
		longjmp(env, more[0]);
	}
	vla[2] = 9;
	printf("%d\n", vla[2]);
	if (setjmp(env) == 0) {
		printf("zero\n");
	}
	beside_the_buffer();
	return 0;
}
