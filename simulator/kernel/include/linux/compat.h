/* 32-bit callers, which the model has none of. */
#ifndef _LINUX_COMPAT_H
#define _LINUX_COMPAT_H
#include <linux/types.h>
static inline void *compat_ptr(u32 pointer) { return (void *)(unsigned long)pointer; }
static inline bool in_compat_syscall(void) { return false; }
#endif
