/* The CPU as busy-waiting code sees it. */
#ifndef _ASM_PROCESSOR_H
#define _ASM_PROCESSOR_H

#include <asm/barrier.h>

#define cpu_relax() __cpu_relax()
#define L1_CACHE_SHIFT 6
#define prefetch(address) ((void)(address))
#define prefetchw(address) ((void)(address))

#endif
