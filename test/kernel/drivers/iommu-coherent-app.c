/* Maps the driver's scattered buffer: whole, in part, too much of it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

static void try(int file, size_t length, long offset)
{
	char *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, file, offset);

	if (memory == MAP_FAILED) {
		printf("%zu at %ld: errno %d\n", length, offset, errno);
		return;
	}
	printf("%zu at %ld: %s\n", length, offset, memory);
	if (length == 12288)
		strcpy(memory + 4200, "hello");
	munmap(memory, length);
}

int main(void)
{
	int file = open("/dev/shared", O_RDWR);

	try(file, 12288, 0);
	try(file, 4096, 4096);
	try(file, 4096, 8192);
	try(file, 16384, 0);
	try(file, 8192, 8192);
	try(file, 4096, 12288);
	return 0;
}
