/* Faults on demand: functions that may fail ask whether this call of theirs is to. */
#ifndef _LINUX_FAULT_INJECT_H
#define _LINUX_FAULT_INJECT_H

#include <linux/types.h>

/* faults/inject.ts. `error`: what the caller is going to return. */
bool __should_fail(const char *function, int error);

#endif
