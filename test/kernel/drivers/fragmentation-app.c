/* Has every other page of its memory, and looks whether they keep their bytes. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	size_t size = argc > 1 ? strtoull(argv[1], 0, 0) : 600ull << 20;
	char *memory = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	size_t at, wrong = 0;
	int file = open("/dev/frag", O_WRONLY);

	if (memory == MAP_FAILED || file < 0)
		return puts("no memory or no device"), 1;
	for (at = 0; at < size; at += 4096)
		memory[at] = at / 4096;
	for (at = 0; at < size; at += 8192)
		madvise(memory + at, 4096, MADV_DONTNEED);
	if (write(file, "x", 1) != 1)
		puts("not written");
	for (at = 4096; at < size; at += 8192)
		wrong += memory[at] != (char)(at / 4096);
	printf("%zu wrong\n", wrong);
	return 0;
}
