/* The program's start and end, and what it asks about itself. */
#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <bits/libc-internal.h>

#define MOST_EXIT_FUNCTIONS 32

int main(int argc, char **argv);

static void (*exit_functions[MOST_EXIT_FUNCTIONS])(void);
static int exit_function_count;

/* The kernel starts every program here. */
void __user_start(int argc, char **argv)
{
	exit(main(argc, argv));
}

int atexit(void (*function)(void))
{
	if (exit_function_count == MOST_EXIT_FUNCTIONS)
		return -1;
	exit_functions[exit_function_count++] = function;
	return 0;
}

void exit(int status)
{
	while (exit_function_count > 0)
		exit_functions[--exit_function_count]();
	__flush_streams();
	_exit(status);
}

void _exit(int status)
{
	for (;;)
		__syscall(231, status, 0, 0, 0, 0, 0);
}

void _Exit(int status)
{
	_exit(status);
}

/* As a shell reports a program that SIGABRT ended. */
void abort(void)
{
	__flush_streams();
	_exit(134);
}

void __assert_fail(const char *condition, const char *file, unsigned int line, const char *function)
{
	fflush(stdout);
	fprintf(stderr, "%s:%u: %s: Assertion `%s' failed.\n", file, line, function, condition);
	abort();
}

pid_t getpid(void)
{
	return __syscall(39, 0, 0, 0, 0, 0, 0);
}

long syscall(long number, ...)
{
	va_list arguments;
	long values[6];
	int i;

	va_start(arguments, number);
	for (i = 0; i < 6; i++)
		values[i] = va_arg(arguments, long);
	va_end(arguments);
	return SYSCALL(number, values[0], values[1], values[2], values[3], values[4], values[5]);
}

static char *program_break;

int brk(void *end)
{
	program_break = (char *)__syscall(12, (long)end, 0, 0, 0, 0, 0);
	if (program_break >= (char *)end)
		return 0;
	errno = ENOMEM;
	return -1;
}

void *sbrk(long increment)
{
	char *before;

	if (!program_break)
		program_break = (char *)__syscall(12, 0, 0, 0, 0, 0, 0);
	before = program_break;
	if (increment && brk(before + increment))
		return (void *)-1;
	return before;
}

long sysconf(int name)
{
	if (name == _SC_PAGESIZE)
		return 4096;
	errno = EINVAL;
	return -1;
}

int getpagesize(void)
{
	return 4096;
}

/* The environment is empty. */
char *getenv(const char *name)
{
	(void)name;
	return NULL;
}

int uname(struct utsname *name)
{
	return SYSCALL(63, name, 0, 0, 0, 0, 0);
}

char *optarg;
int optind = 1, opterr = 1, optopt;

int getopt(int argc, char *const argv[], const char *options)
{
	static int position;
	const char *found;
	char option;

	if (position == 0) {
		if (optind >= argc || argv[optind][0] != '-' || !argv[optind][1])
			return -1;
		if (strcmp(argv[optind], "--") == 0) {
			optind++;
			return -1;
		}
		position = 1;
	}
	option = argv[optind][position++];
	found = option == ':' ? NULL : strchr(options, option);
	optarg = NULL;
	if (found && found[1] == ':') {
		if (argv[optind][position])
			optarg = argv[optind] + position;
		else if (optind + 1 < argc)
			optarg = argv[++optind];
		optind++;
		position = 0;
		if (optarg)
			return option;
	} else if (!argv[optind][position]) {
		optind++;
		position = 0;
	}
	if (found && found[1] != ':')
		return option;
	optopt = option;
	if (opterr && *options != ':')
		fprintf(stderr, "%s: %s -- '%c'\n", argv[0],
			found ? "option requires an argument" : "invalid option", option);
	return found && *options == ':' ? ':' : '?';
}
