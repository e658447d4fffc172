/* 64-bit registers on machines that access them in halves; this one does not need to. */
#ifndef _LINUX_IO_64_NONATOMIC_LO_HI_H_
#define _LINUX_IO_64_NONATOMIC_LO_HI_H_

#include <linux/io.h>

static inline u64 lo_hi_readq(const volatile void __iomem *address)
{
	u32 low = readl(address), high = readl(address + 4);

	return (u64)high << 32 | low;
}
static inline void lo_hi_writeq(u64 value, volatile void __iomem *address)
{
	writel(value, address);
	writel(value >> 32, address + 4);
}

/* A driver that includes this header has these too. */
#include <linux/bottom_half.h>
#include <linux/cpumask.h>
#include <linux/find.h>
#include <linux/ioctl.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/llist.h>
#include <linux/lockdep.h>
#include <linux/percpu-defs.h>
#include <linux/pfn.h>
#include <linux/rbtree.h>
#include <linux/rcupdate.h>
#include <linux/rwlock.h>
#include <linux/swab.h>
#include <linux/time.h>
#include <linux/vmalloc.h>

#endif
