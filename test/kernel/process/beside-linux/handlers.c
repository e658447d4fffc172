/* Handlers of faults: what they are told, and jumping out of them. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static char *page;
static sigjmp_buf out;
static jmp_buf plain;

static void repair(int signal, siginfo_t *information, void *context)
{
	printf("signal %d, code %d, at byte %ld\n", signal, information->si_code, (char *)information->si_addr - page);
	mprotect(page, 4096, PROT_READ | PROT_WRITE);
}

static void leave(int signal, siginfo_t *information, void *context)
{
	printf("signal %d, code %d\n", signal, information->si_code);
	siglongjmp(out, signal);
}

static void leave_plainly(int signal)
{
	longjmp(plain, signal);
}

static void handle(int signal, void (*handler)(int, siginfo_t *, void *))
{
	struct sigaction action = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO };

	sigaction(signal, &action, NULL);
}

static int is_blocked(int number)
{
	sigset_t set;

	sigprocmask(SIG_BLOCK, NULL, &set);
	return sigismember(&set, number);
}

/* Whether a byte can be read: the usual way to ask without dying. */
static int readable(const volatile char *byte)
{
	int signal = sigsetjmp(out, 1);

	if (signal)
		return -signal;
	return (void)*byte, 1;
}

int main(void)
{
	int fd = open("handlers.tmp", O_RDWR | O_CREAT | O_TRUNC, 0600);
	char *file;

	setvbuf(stdout, NULL, _IONBF, 0);
	page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	handle(SIGSEGV, repair);
	page[8] = 1;
	printf("repaired: %d\n", page[8]);
	handle(SIGSEGV, leave);
	handle(SIGBUS, leave);
	for (int i = 0; i < 3; i++)
		printf("%d: %d\n", i, readable(NULL));
	printf("blocked: %d\n", is_blocked(SIGSEGV));
	mprotect(page, 4096, PROT_NONE);
	printf("none: %d\n", readable(page));
	mprotect(page, 4096, PROT_READ);
	printf("again: %d\n", readable(page));
	ftruncate(fd, 4096);
	file = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	printf("within the file: %d, behind its end: %d\n", readable(file), readable(file + 4096));
	signal(SIGUSR1, leave_plainly);
	if (setjmp(plain) == 0)
		raise(SIGUSR1);
	printf("left plainly, blocked: %d\n", is_blocked(SIGUSR1));
	unlink("handlers.tmp");
	return 0;
}
