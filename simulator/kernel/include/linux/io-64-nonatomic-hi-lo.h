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

#endif
