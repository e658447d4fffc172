/* Declaring variables of which every CPU has its own, and reaching them. */
#ifndef _LINUX_PERCPU_DEFS_H
#define _LINUX_PERCPU_DEFS_H
#include <linux/percpu.h>
#endif
