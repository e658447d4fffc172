/* What a process may use at most. */
#ifndef _LINUX_RESOURCE_H
#define _LINUX_RESOURCE_H

#include <linux/types.h>
#include <uapi/linux/resource.h>

/* kernel/sys.c */
void __default_rlimits(struct rlimit *limits);
unsigned long __rlimit(unsigned int which);

#endif
