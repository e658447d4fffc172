#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct {
	const char *name;
	unsigned int order, kind;
} cases[] = { { "GFP_NOWAIT", 2, 4 },	     { "__GFP_NORETRY", 2, 1 }, { "__GFP_RETRY_MAYFAIL", 2, 2 },
	      { "GFP_DMA32", 2, 3 },	     { "order 4", 4, 0 },	 { "GFP_KERNEL", 2, 0 } };

int main(void)
{
	int fd = open("/dev/pressure", O_RDWR), ready[2], status;
	long total = ioctl(fd, 0, 0);
	char byte = 0;

	pipe(ready);
	pid_t child = fork();
	if (child == 0) {
		long size = total / 2 * 4096;
		char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		for (long i = 0; i < size; i += 4096)
			memory[i] = 1;
		write(ready[1], &byte, 1);
		pause();
		_exit(0);
	}
	read(ready[0], &byte, 1);
	for (int i = 0; i < 6; i++) {
		struct {
			unsigned long pages;
			unsigned int order, kind;
		} want = { total / 4 * 3, cases[i].order, cases[i].kind };
		int result = ioctl(fd, 1, &want);
		int error = errno;
		int gone = waitpid(child, &status, i == 5 ? 0 : WNOHANG) == child;
		printf("%s: %s%s\n", cases[i].name, result == 0 ? "enough" : error == ENOMEM ? "NULL" : "?",
		       gone ? ", the other process is killed" : "");
		fflush(stdout);
		if (gone)
			break;
	}
	return 0;
}
