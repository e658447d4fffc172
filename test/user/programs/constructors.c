/* Functions that run before main and after it, in the order of their priorities. */
#include <stdio.h>
#include <stdlib.h>

static int order[8], count;

static void __attribute__((constructor)) plain(void) { order[count++] = 1; }
static void __attribute__((constructor(300))) later(void) { order[count++] = 300; }
__attribute__((constructor(200))) static void early(void) { order[count++] = 200; }
static void __attribute__((destructor)) last(void) { printf("destructor\n"); }
static void __attribute__((destructor(200))) very_last(void) { printf("destructor 200\n"); }
static void at_exit(void) { printf("atexit\n"); }

int main(void)
{
	atexit(at_exit);
	for (int i = 0; i < count; i++)
		printf("%d ", order[i]);
	printf("main\n");
	return 0;
}
