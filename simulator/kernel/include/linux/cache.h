/* The cache line as code that lays out data sees it. */
#ifndef __LINUX_CACHE_H
#define __LINUX_CACHE_H

#include <linux/compiler.h>

#define L1_CACHE_BYTES 64
/* What no buffer for a device may share with other data, where devices do not snoop. A PC has none. */
#if defined(__MODEL_ARM64)
#define ARCH_DMA_MINALIGN 128
#elif defined(__MODEL_ARM)
#define ARCH_DMA_MINALIGN L1_CACHE_BYTES
#endif
#define SMP_CACHE_BYTES L1_CACHE_BYTES
#define L1_CACHE_ALIGN(x) (((x) + (L1_CACHE_BYTES - 1)) & ~(__typeof__(x))(L1_CACHE_BYTES - 1))
#define cache_line_size() L1_CACHE_BYTES
#define ____cacheline_aligned __attribute__((__aligned__(SMP_CACHE_BYTES)))
#define ____cacheline_aligned_in_smp ____cacheline_aligned
#define __cacheline_aligned ____cacheline_aligned
#define __cacheline_aligned_in_smp ____cacheline_aligned

#endif
