/* On a PC caches are kept in order by hardware. */
#ifndef _ASM_CACHEFLUSH_H
#define _ASM_CACHEFLUSH_H

#include <linux/highmem.h>
#include <linux/mm.h>

#define flush_cache_all() ((void)0)
#define flush_cache_range(vma, start, end) ((void)0)
#define flush_icache_range(start, end) ((void)0)

#endif
