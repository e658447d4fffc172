/* Pointers and bytes that mark what must not be used any more. */
#ifndef _LINUX_POISON_H
#define _LINUX_POISON_H

#define POISON_POINTER_DELTA 0xdead000000000000UL
#define LIST_POISON1 ((void *)0x100 + POISON_POINTER_DELTA)
#define LIST_POISON2 ((void *)0x122 + POISON_POINTER_DELTA)
#define POISON_FREE 0x6b
#define POISON_INUSE 0x5a
#define POISON_END 0xa5
#define POOL_POISON_FREED 0xa7
#define POOL_POISON_ALLOCATED 0xa9

#endif
