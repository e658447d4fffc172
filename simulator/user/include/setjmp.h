/* Jumps out of functions that were called meanwhile. Signal masks are not kept. */
#ifndef _SETJMP_H
#define _SETJMP_H

typedef struct {
	unsigned long words[8];
} jmp_buf[1];
typedef jmp_buf sigjmp_buf;

#define setjmp(buffer) __builtin_setjmp(buffer)
#define _setjmp(buffer) __builtin_setjmp(buffer)
#define sigsetjmp(buffer, mask) __builtin_setjmp(buffer)
_Noreturn void longjmp(jmp_buf buffer, int value);
_Noreturn void _longjmp(jmp_buf buffer, int value);
_Noreturn void siglongjmp(sigjmp_buf buffer, int value);

#endif
