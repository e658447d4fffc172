/* setjmp is a macro: only longjmp is a function. */
#include <setjmp.h>

_Noreturn void longjmp(jmp_buf buffer, int value)
{
	for (;;)
		__builtin_longjmp(buffer, value ? value : 1);
}

_Noreturn void _longjmp(jmp_buf buffer, int value) { longjmp(buffer, value); }
_Noreturn void siglongjmp(sigjmp_buf buffer, int value) { longjmp(buffer, value); }
