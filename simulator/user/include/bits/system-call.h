/* The kernel's door, for the C library's own files. */
#ifndef _BITS_SYSTEM_CALL_H
#define _BITS_SYSTEM_CALL_H

#include <sys/syscall.h>

/* The linker binds it to the kernel's entry: a value, or a negative error number. */
long __syscall(long number, long a, long b, long c, long d, long e, long f);
/* The same with errno and -1. */
long __call(long number, long a, long b, long c, long d, long e, long f);

#define __call0(name) __call(SYS_##name, 0, 0, 0, 0, 0, 0)
#define __call1(name, a) __call(SYS_##name, (long)(a), 0, 0, 0, 0, 0)
#define __call2(name, a, b) __call(SYS_##name, (long)(a), (long)(b), 0, 0, 0, 0)
#define __call3(name, a, b, c) __call(SYS_##name, (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define __call4(name, a, b, c, d) __call(SYS_##name, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)

#endif
