/* Constants that assembler and C share. */
#ifndef _LINUX_CONST_H
#define _LINUX_CONST_H

#define __AC(x, y) (x##y)
#define _AC(x, y) __AC(x, y)
#define _AT(type, x) ((type)(x))
#define _UL(x) _AC(x, UL)
#define _ULL(x) _AC(x, ULL)
#define _BITUL(x) (_UL(1) << (x))
#define _BITULL(x) (_ULL(1) << (x))
#define UL(x) _UL(x)
#define ULL(x) _ULL(x)

#endif
