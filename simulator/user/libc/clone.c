/* Threads as the kernel knows them: a stack of one's own in a shared address space. */
#include <bits/system-call.h>
#include <errno.h>
#include <sched.h>
#include <stdarg.h>
#include <stdint.h>
#include <unistd.h>

/* What a child finds on its stack. */
struct start {
	int (*function)(void *argument);
	void *argument;
};

static _Noreturn void begin_child(struct start *start)
{
	int status = start->function(start->argument);

	for (;;)
		__syscall(SYS_exit, status, 0, 0, 0, 0, 0);
}

int clone(int (*function)(void *argument), void *stack, int flags, void *argument, ...)
{
	struct start *start = (struct start *)(((uintptr_t)stack - sizeof(*start)) & -16);
	int *parent_tid, *child_tid;
	va_list list;

	if (!function || !stack) {
		errno = EINVAL;
		return -1;
	}
	va_start(list, argument);
	parent_tid = flags & (CLONE_PARENT_SETTID | CLONE_SETTLS | CLONE_CHILD_CLEARTID) ? va_arg(list, int *) : NULL;
	if (flags & (CLONE_SETTLS | CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID))
		(void)va_arg(list, void *);
	child_tid = flags & (CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID) ? va_arg(list, int *) : NULL;
	va_end(list);
	start->function = function;
	start->argument = argument;
	return __call(SYS_clone, flags, (long)start, (long)parent_tid, (long)child_tid, 0, (long)begin_child);
}
