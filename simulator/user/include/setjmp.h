/* Jumps out of functions that were called meanwhile, out of signal handlers too. */
#ifndef _SETJMP_H
#define _SETJMP_H

/* Three words of the jump, whether a signal mask is kept; the mask from MASK on (jump.c). As large as glibc's. */
typedef struct {
	unsigned long words[25];
} jmp_buf[1];
typedef jmp_buf sigjmp_buf;

void __keep_signal_mask(jmp_buf buffer, int wanted);

#define setjmp(buffer) sigsetjmp(buffer, 0)
#define _setjmp(buffer) sigsetjmp(buffer, 0)
#define sigsetjmp(buffer, mask) (__keep_signal_mask(buffer, mask), __builtin_setjmp(buffer))
_Noreturn void longjmp(jmp_buf buffer, int value);
_Noreturn void _longjmp(jmp_buf buffer, int value);
_Noreturn void siglongjmp(sigjmp_buf buffer, int value);

#endif
