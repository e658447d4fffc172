/* 64-bit registers on machines that access them in halves, the upper one first. */
#ifndef _LINUX_IO_64_NONATOMIC_HI_LO_H_
#define _LINUX_IO_64_NONATOMIC_HI_LO_H_

#include <linux/io.h>

static inline u64 hi_lo_readq(const volatile void __iomem *address)
{
	u32 high = readl(address + 4), low = readl(address);

	return (u64)high << 32 | low;
}
static inline void hi_lo_writeq(u64 value, volatile void __iomem *address)
{
	writel(value >> 32, address + 4);
	writel(value, address);
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
