/* The beginning and the end of a program. */
#include <assert.h>
#include <bits/system-call.h>
#include <bits/thread.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_HANDLERS 64
/* What a shell reports of a program that SIGABRT ended. */
#define ABORTED 134

int main(int argc, char **argv, char **environment);

static char *no_environment[] = { NULL };
char **environ = no_environment;
char *program_invocation_name = "";
char *program_invocation_short_name = "";

static void (*handlers[MOST_HANDLERS])(void);
static int handler_count;

/* The linker's tables of functions with the attributes constructor and destructor; null when there are none. */
typedef void (*procedure)(void);
extern procedure __start___constructors[] __attribute__((weak)), __stop___constructors[] __attribute__((weak));
extern procedure __start___destructors[] __attribute__((weak)), __stop___destructors[] __attribute__((weak));

static void run_destructors(void)
{
	for (procedure *function = __stop___destructors; function > __start___destructors;)
		(*--function)();
}

_Noreturn void __user_start(int argc, char **argv)
{
	if (argc > 0) {
		char *slash = strrchr(argv[0], '/');

		program_invocation_name = argv[0];
		program_invocation_short_name = slash ? slash + 1 : argv[0];
	}
	__keep_thread_objects();
	if (__start___destructors)
		atexit(run_destructors);
	for (procedure *function = __start___constructors; function < __stop___constructors; function++)
		(*function)();
	exit(main(argc, argv, environ));
}

int atexit(void (*function)(void))
{
	if (handler_count == MOST_HANDLERS)
		return -1;
	handlers[handler_count++] = function;
	return 0;
}

_Noreturn void exit(int status)
{
	while (handler_count > 0)
		handlers[--handler_count]();
	fflush(NULL);
	_exit(status);
}

_Noreturn void _exit(int status)
{
	for (;;)
		__syscall(SYS_exit_group, status, 0, 0, 0, 0, 0);
}

_Noreturn void _Exit(int status)
{
	_exit(status);
}

/* A handler of SIGABRT may jump out; one that returns ends the program too. */
_Noreturn void abort(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGABRT);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	raise(SIGABRT);
	signal(SIGABRT, SIG_DFL);
	raise(SIGABRT);
	_exit(ABORTED);
}

_Noreturn void __assert_fail(const char *expression, const char *file, unsigned int line, const char *function)
{
	fflush(stdout);
	fprintf(stderr, "%s: %s:%u: %s: Assertion `%s' failed.\n", program_invocation_short_name, file, line,
		function, expression);
	abort();
}
