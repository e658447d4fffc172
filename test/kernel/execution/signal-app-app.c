/* A child sends signals while its parent reads: with a handler, with SA_RESTART, and at last with none. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int fd;
static volatile int handled;

static void handler(int number)
{
	handled++;
	printf("handler %d\n", number);
}

static void later(int number, int times)
{
	pid_t parent = getpid();

	fflush(stdout);
	if (fork())
		return;
	while (times--) {
		usleep(50000);
		kill(parent, number);
	}
	_exit(0);
}

static void try(const char *what, int size)
{
	char buffer[8];
	int result, error;

	errno = 0;
	result = read(fd, buffer, size);
	error = errno;
	printf("%s: %d %s handled %d\n", what, result, result < 0 ? strerror(error) : "-", handled);
	while (wait(NULL) > 0)
		;
}

static void use(int flags)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_handler = handler;
	action.sa_flags = flags;
	sigaction(SIGUSR1, &action, NULL);
}

int main(void)
{
	int status = 0;
	pid_t child;

	fd = open("/dev/sleepy", O_RDONLY);
	use(0);
	later(SIGUSR1, 1);
	try("interruptible", 1);
	later(SIGUSR1, 1);
	try("with timeout", 2);
	later(SIGUSR1, 1);
	try("killable", 3);
	use(SA_RESTART);
	later(SIGUSR1, 1);
	try("EINTR stays", 4);
	signal(SIGUSR2, SIG_IGN);
	later(SIGUSR2, 1);
	try("ignored", 2);
	fflush(stdout);
	child = fork();
	if (child == 0) {
		char byte;

		read(fd, &byte, 1);
		_exit(9);
	}
	usleep(50000);
	printf("kill %d\n", kill(child, SIGTERM));
	printf("waited %d", waitpid(child, &status, 0) == child);
	printf(" signalled %d by %d\n", WIFSIGNALED(status), WTERMSIG(status));
	printf("kill again %d %s\n", kill(child, 0), strerror(errno));
	return 0;
}
