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

#endif
