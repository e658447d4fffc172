/* Device registers as drivers use them. */
#ifndef _LINUX_IO_H
#define _LINUX_IO_H

#include <linux/bug.h>
#include <linux/err.h>
#include <linux/types.h>
#include <asm/barrier.h>
#include <asm/io.h>

#define ioread8(address) readb(address)
#define ioread16(address) readw(address)
#define ioread32(address) readl(address)
#define ioread64(address) readq(address)
#define iowrite8(value, address) writeb(value, address)
#define iowrite16(value, address) writew(value, address)
#define iowrite32(value, address) writel(value, address)
#define iowrite64(value, address) writeq(value, address)
#define ioread16be(address) __builtin_bswap16(readw(address))
#define ioread32be(address) __builtin_bswap32(readl(address))
#define ioread64be(address) __builtin_bswap64(readq(address))
#define iowrite16be(value, address) writew(__builtin_bswap16(value), address)
#define iowrite32be(value, address) writel(__builtin_bswap32(value), address)
#define iowrite64be(value, address) writeq(__builtin_bswap64(value), address)

/* A device's port read or written again and again, in the order of its own bytes. */
#define __IO_REP(bits, letter)                                                                                          \
	static inline void ioread##bits##_rep(const volatile void __iomem *address, void *to, unsigned long count)      \
	{                                                                                                               \
		u##bits *place = to;                                                                                    \
		while (count--)                                                                                         \
			*place++ = __io_read##bits(address);                                                            \
	}                                                                                                               \
	static inline void iowrite##bits##_rep(volatile void __iomem *address, const void *from, unsigned long count)   \
	{                                                                                                               \
		const u##bits *place = from;                                                                            \
		while (count--)                                                                                         \
			__io_write##bits(*place++, address);                                                            \
	}                                                                                                               \
	static inline void reads##letter(const volatile void __iomem *address, void *to, unsigned int count)            \
	{                                                                                                               \
		ioread##bits##_rep(address, to, count);                                                                 \
	}                                                                                                               \
	static inline void writes##letter(volatile void __iomem *address, const void *from, unsigned int count)         \
	{                                                                                                               \
		iowrite##bits##_rep(address, from, count);                                                              \
	}
__IO_REP(8, b)
__IO_REP(16, w)
__IO_REP(32, l)
__IO_REP(64, q)
#undef __IO_REP

#define MEMREMAP_WB 1
#define MEMREMAP_WT 2
#define MEMREMAP_WC 4

/* mm/memremap.c */
void *memremap(resource_size_t offset, size_t size, unsigned long flags);
void memunmap(void *address);

static inline int arch_phys_wc_add(unsigned long base, unsigned long size) { (void)base; (void)size; return 0; }
static inline void arch_phys_wc_del(int handle) { (void)handle; }

#endif
