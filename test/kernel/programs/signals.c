/* Handlers: of a fault that they mend, of signals that are raised, blocked, ignored and reset. */
#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static char *page;
static int faults;

static void mend(int number, siginfo_t *information, void *context)
{
	faults++;
	printf("signal %d at %d code %d\n", number, (int)((char *)information->si_addr - page), information->si_code);
	mprotect(page, 4096, PROT_READ | PROT_WRITE);
}

static void say(int number)
{
	printf("handler %d\n", number);
}

static void set(int number, void (*handler)(int), int flags)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_handler = handler;
	action.sa_flags = flags;
	printf("sigaction %d\n", sigaction(number, &action, NULL));
}

static void fault(void)
{
	struct sigaction action, old;

	memset(&action, 0, sizeof(action));
	action.sa_sigaction = mend;
	action.sa_flags = SA_SIGINFO;
	sigaction(SIGSEGV, &action, &old);
	printf("before %d\n", old.sa_handler == SIG_DFL);
	page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	page[7] = 3;
	printf("mended %d after %d\n", page[7], faults);
}

static void masks(void)
{
	sigset_t set, old;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	printf("member %d %d %d\n", sigismember(&set, SIGUSR1), sigismember(&set, SIGUSR2), sigismember(&set, 99));
	sigprocmask(SIG_BLOCK, &set, &old);
	raise(SIGUSR1);
	raise(SIGUSR1);
	printf("blocked\n");
	sigprocmask(SIG_SETMASK, &old, &set);
	printf("open, was blocked %d\n", sigismember(&set, SIGUSR1));
}

static int ended_by(int number)
{
	int status;

	fflush(stdout);
	if (fork() == 0) {
		signal(number, SIG_DFL);
		raise(number);
		_exit(5);
	}
	wait(&status);
	return WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
}

static sigjmp_buf back;
static volatile int zero, least = INT_MIN, minus_one = -1;

static void raised(int number, siginfo_t *information, void *context)
{
	printf("signal %d code %d %d\n", number, information->si_code, information->si_addr != NULL);
	siglongjmp(back, 1);
}

static void divided(void)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_sigaction = raised;
	action.sa_flags = SA_SIGINFO;
	sigaction(SIGFPE, &action, NULL);
	if (!sigsetjmp(back, 1))
		printf("%d\n", 7 / zero);
	if (!sigsetjmp(back, 1))
		printf("%d\n", 7 % zero);
	if (!sigsetjmp(back, 1))
		printf("%d\n", least / minus_one);
	printf("%d code %d %d\n", FPE_INTDIV, SEGV_MAPERR, SEGV_ACCERR);
}

int main(void)
{
	fault();
	set(SIGUSR1, say, 0);
	printf("raise %d\n", raise(SIGUSR1));
	masks();
	set(SIGUSR2, say, SA_RESETHAND);
	raise(SIGUSR2);
	signal(SIGUSR2, SIG_IGN);
	raise(SIGUSR2);
	printf("ignored\n");
	set(SIGKILL, say, 0);
	printf("errno %d\n", errno == EINVAL);
	printf("ended by %d %d %d %d\n", ended_by(SIGTERM), ended_by(SIGKILL), ended_by(SIGCHLD), ended_by(SIGUSR1));
	printf("nobody %d\n", kill(999999, 0));
	set(SIGALRM, say, 0);
	printf("alarm %u", alarm(100));
	printf(" %u %u\n", alarm(1), alarm(0));
	alarm(1);
	errno = 0;
	printf("paused %d", pause());
	printf(" %d left %u\n", errno == EINTR, alarm(0));
	divided();
	return 0;
}
