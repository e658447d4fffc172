/* Threads by clone() and futexes, without a library of threads: they share memory, ids of their own, and their end can be waited for. */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define WAIT 0
#define WAKE 1
#define STACK 65536

static volatile int id, word, counter, mine, process;

static int work(void *argument)
{
	mine = syscall(SYS_gettid) == id;
	process = getpid() != syscall(SYS_gettid);
	for (int i = 0; i < *(int *)argument; i++)
		counter++;
	/* The other one waits for this. */
	while (!syscall(SYS_futex, &word, WAKE, 1, NULL, NULL, 0))
		sched_yield();
	return 3;
}

static int start(int (*function)(void *), void *argument)
{
	char *stack = mmap(NULL, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;

	return clone(function, stack + STACK, flags | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID, argument, &id, NULL, &id);
}

static void join(void)
{
	int running;

	while ((running = id) != 0)
		syscall(SYS_futex, &id, WAIT, running, NULL, NULL, 0);
}

int main(void)
{
	struct timespec moment = { 0, 1000000 };
	int times = 1000;
	long result;

	result = syscall(SYS_futex, &word, WAIT, 5, NULL, NULL, 0);
	printf("other value %ld %d\n", result, errno == EAGAIN);
	result = syscall(SYS_futex, &word, WAIT, 0, &moment, NULL, 0);
	printf("timeout %ld %d\n", result, errno == ETIMEDOUT);
	printf("nobody %ld\n", syscall(SYS_futex, &word, WAKE, 1, NULL, NULL, 0));
	result = syscall(SYS_futex, (char *)&word + 1, WAKE, 1, NULL, NULL, 0);
	printf("unaligned %ld %d\n", result, errno == EINVAL);
	printf("started %d\n", start(work, &times) > 0);
	printf("woken %ld\n", syscall(SYS_futex, &word, WAIT, 0, NULL, NULL, 0));
	join();
	printf("joined %d: counter %d id %d process %d\n", id, counter, mine, process);
	return 4;
}
