/* One heap for all threads. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static void *work(void *arg)
{
	char *kept[20] = {0};
	for (int i = 0; i < 300; i++) {
		int k = (i * 7 + (long)arg) % 20;
		free(kept[k]);
		kept[k] = malloc(16 + i % 200);
		memset(kept[k], (long)arg, 16 + i % 200);
		if (i % 100 == 0)
			printf("");
	}
	for (int k = 0; k < 20; k++) {
		if (kept[k] && kept[k][5] != (long)arg)
			printf("broken\n");
		free(kept[k]);
	}
	return 0;
}
int main(void)
{
	pthread_t t[4];
	for (long i = 0; i < 4; i++)
		pthread_create(&t[i], 0, work, (void *)i);
	for (int i = 0; i < 4; i++)
		pthread_join(t[i], 0);
	printf("done\n");
	return 0;
}
