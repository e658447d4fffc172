/* Device registers, and the arithmetic between physical and direct-map addresses. */
#ifndef _ASM_IO_H
#define _ASM_IO_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/page.h>

/* io-functions.ts: one access of exactly this size through the CPU's port */
u8 __io_read8(const volatile void __iomem *address);
u16 __io_read16(const volatile void __iomem *address);
u32 __io_read32(const volatile void __iomem *address);
u64 __io_read64(const volatile void __iomem *address);
void __io_write8(u8 value, volatile void __iomem *address);
void __io_write16(u16 value, volatile void __iomem *address);
void __io_write32(u32 value, volatile void __iomem *address);
void __io_write64(u64 value, volatile void __iomem *address);
void __io_write8_relaxed(u8 value, volatile void __iomem *address);
void __io_write16_relaxed(u16 value, volatile void __iomem *address);
void __io_write32_relaxed(u32 value, volatile void __iomem *address);
void __io_write64_relaxed(u64 value, volatile void __iomem *address);
void memcpy_fromio(void *to, const volatile void __iomem *from, size_t count);
void memcpy_toio(volatile void __iomem *to, const void *from, size_t count);
void memset_io(volatile void __iomem *to, int value, size_t count);

/* Accesses to registers are in order; the relaxed forms may pass stores to memory that stand before them, where the architecture lets them. */
#define readb(address) __io_read8(address)
#define readw(address) __io_read16(address)
#define readl(address) __io_read32(address)
#define readq(address) __io_read64(address)
#define writeb(value, address) __io_write8(value, address)
#define writew(value, address) __io_write16(value, address)
#define writel(value, address) __io_write32(value, address)
#define writeq(value, address) __io_write64(value, address)
#define readb_relaxed(address) __io_read8(address)
#define readw_relaxed(address) __io_read16(address)
#define readl_relaxed(address) __io_read32(address)
#define readq_relaxed(address) __io_read64(address)
#define writeb_relaxed(value, address) __io_write8_relaxed(value, address)
#define writew_relaxed(value, address) __io_write16_relaxed(value, address)
#define writel_relaxed(value, address) __io_write32_relaxed(value, address)
#define writeq_relaxed(value, address) __io_write64_relaxed(value, address)
#define __raw_readb(address) __io_read8(address)
#define __raw_readw(address) __io_read16(address)
#define __raw_readl(address) __io_read32(address)
#define __raw_readq(address) __io_read64(address)
#define __raw_writeb(value, address) __io_write8_relaxed(value, address)
#define __raw_writew(value, address) __io_write16_relaxed(value, address)
#define __raw_writel(value, address) __io_write32_relaxed(value, address)
#define __raw_writeq(value, address) __io_write64_relaxed(value, address)

/* vmalloc/functions.ts */
void __iomem *__ioremap(phys_addr_t physical, size_t size, int cached);
void iounmap(volatile void __iomem *address);

#define ioremap(physical, size) __ioremap(physical, size, 0)
#define ioremap_nocache(physical, size) ioremap(physical, size)
#define ioremap_uc(physical, size) __ioremap(physical, size, 0)
#define ioremap_wc(physical, size) __ioremap(physical, size, 0)
#define ioremap_np(physical, size) ((void)(physical), (void)(size), (void __iomem *)NULL)
#define ioremap_cache(physical, size) __ioremap(physical, size, 1)

static inline phys_addr_t virt_to_phys(const volatile void *address) { return __pa(address); }
static inline void *phys_to_virt(phys_addr_t physical) { return __va(physical); }
#define isa_virt_to_bus(address) ((unsigned int)virt_to_phys(address))

/* I/O ports: no modelled device answers at any, so reads give ones and writes are lost, as on a bus. */
static inline u8 inb(unsigned int port) { (void)port; return 0xff; }
static inline u16 inw(unsigned int port) { (void)port; return 0xffff; }
static inline u32 inl(unsigned int port) { (void)port; return 0xffffffff; }
static inline void outb(u8 value, unsigned int port) { (void)value; (void)port; }
static inline void outw(u16 value, unsigned int port) { (void)value; (void)port; }
static inline void outl(u32 value, unsigned int port) { (void)value; (void)port; }
#define inb_p(port) inb(port)
#define outb_p(value, port) outb(value, port)

#endif
