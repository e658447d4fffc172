/* setjmp is a macro: what is left for functions are the signal mask and the jump. */
#include <setjmp.h>
#include <signal.h>

enum { KEPT = 3, MASK = 9 };

void __keep_signal_mask(jmp_buf buffer, int wanted)
{
	buffer->words[KEPT] = wanted != 0;
	if (wanted)
		sigprocmask(SIG_BLOCK, NULL, (sigset_t *)&buffer->words[MASK]);
}

_Noreturn void longjmp(jmp_buf buffer, int value)
{
	if (buffer->words[KEPT])
		sigprocmask(SIG_SETMASK, (sigset_t *)&buffer->words[MASK], NULL);
	for (;;)
		__builtin_longjmp(buffer, value ? value : 1);
}

_Noreturn void _longjmp(jmp_buf buffer, int value) { longjmp(buffer, value); }
_Noreturn void siglongjmp(sigjmp_buf buffer, int value) { longjmp(buffer, value); }
