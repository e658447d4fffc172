/* How much memory there is. */
#ifndef _LINUX_SWAP_H
#define _LINUX_SWAP_H

#include <linux/mm.h>

struct sysinfo {
	long uptime;
	unsigned long loads[3];
	unsigned long totalram;
	unsigned long freeram;
	unsigned long sharedram;
	unsigned long bufferram;
	unsigned long totalswap;
	unsigned long freeswap;
	__u16 procs;
	__u16 pad;
	unsigned long totalhigh;
	unsigned long freehigh;
	__u32 mem_unit;
};

/* mm/show_mem.c: in pages; what is shared or buffered is not told */
void si_meminfo(struct sysinfo *info);
/* page-allocator/functions.ts */
unsigned long nr_free_pages(void);

#endif
