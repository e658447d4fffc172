/* Hands all kinds of memory to the driver that pins pages. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int file;

static void tell(const char *what, long result)
{
	printf("%s: %ld %s\n", what, result, result < 0 ? strerror(errno) : "");
}

int main(void)
{
	unsigned char *memory, *rest, *mapped;
	int i, wrong = 0;

	file = open("/dev/pinned", O_RDWR);
	memory = mmap(NULL, 8 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	for (i = 0; i < 3 * 4096; i++)
		memory[i] = i * 7;
	tell("three pages", read(file, memory + 100, 2 * 4096));
	for (i = 0; i < 3 * 4096; i++)
		wrong += memory[i] != (unsigned char)(i >= 100 && i < 100 + 2 * 4096 ? ~(i * 7) : i * 7);
	printf("wrong %d\n", wrong);
	tell("untouched, to write", read(file, memory + 5 * 4096, 4096));
	printf("now %x\n", memory[5 * 4096 + 17]);
	tell("untouched, to read", write(file, memory + 6 * 4096, 4096));
	mprotect(memory + 4096, 4096, PROT_READ);
	tell("read-only in the middle, to write", read(file, memory, 3 * 4096));
	tell("read-only, to read", write(file, memory + 4096, 4096));
	munmap(memory + 2 * 4096, 4096);
	tell("a hole behind", read(file, memory, 16));
	tell("a hole", write(file, memory + 4096, 2 * 4096));
	tell("nothing there", read(file, (void *)4096, 10));
	tell("the kernel's", read(file, (void *)0xffff888000000000, 10));
	mapped = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	mapped[0] = 1;
	tell("the driver's own mapping", read(file, mapped, 16));
	rest = malloc(5000);
	memset(rest, 1, 5000);
	tell("heap", read(file, rest, 5000));
	printf("%x %x\n", rest[0], rest[4999]);
	close(file);
	return 0;
}
