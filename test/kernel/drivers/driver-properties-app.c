/* Touches pages of a driver, which it may not get. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>

static sigjmp_buf back;

static void refused(int number)
{
	siglongjmp(back, number);
}

int main(void)
{
	int file = open("/dev/properties", O_RDWR), page, number;
	char *area = mmap(NULL, 6 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);

	signal(SIGBUS, refused);
	for (page = 0; page < 6; page++) {
		number = sigsetjmp(back, 1);
		if (!number)
			area[page * 4096] = 1;
		printf("%d: %d\n", page, number);
	}
	munmap(area, 6 * 4096);
	area = mmap(NULL, 2 * 4096, PROT_READ, MAP_SHARED, file, 8 * 4096);
	printf("%d\n", area != MAP_FAILED && area[0] == 0);
	return 0;
}
