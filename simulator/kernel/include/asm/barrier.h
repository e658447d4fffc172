/* Memory barriers: what a CPU's stores and loads may pass, told to the CPU model. */
#ifndef _ASM_BARRIER_H
#define _ASM_BARRIER_H

#include <linux/compiler.h>

/* Kinds of barrier that the CPU model knows. */
#define __BARRIER_FULL 0
#define __BARRIER_READ 1
#define __BARRIER_WRITE 2
#define __BARRIER_DMA_FULL 3
#define __BARRIER_DMA_READ 4
#define __BARRIER_DMA_WRITE 5
#define __BARRIER_SMP_FULL 6
#define __BARRIER_SMP_READ 7
#define __BARRIER_SMP_WRITE 8

void __memory_barrier(unsigned int kind);

#define mb() __memory_barrier(__BARRIER_FULL)
#define rmb() __memory_barrier(__BARRIER_READ)
#define wmb() __memory_barrier(__BARRIER_WRITE)
#define dma_mb() __memory_barrier(__BARRIER_DMA_FULL)
#define dma_rmb() __memory_barrier(__BARRIER_DMA_READ)
#define dma_wmb() __memory_barrier(__BARRIER_DMA_WRITE)
#define smp_mb() __memory_barrier(__BARRIER_SMP_FULL)
#define smp_rmb() __memory_barrier(__BARRIER_SMP_READ)
#define smp_wmb() __memory_barrier(__BARRIER_SMP_WRITE)
#define smp_mb__before_atomic() smp_mb()
#define smp_mb__after_atomic() smp_mb()
#define smp_mb__after_spinlock() smp_mb()
#define pmem_wmb() wmb()
#define io_stop_wc() wmb()
#define smp_store_mb(variable, value)           \
	do {                                    \
		WRITE_ONCE(variable, value);    \
		smp_mb();                       \
	} while (0)
#define smp_store_release(p, value)             \
	do {                                    \
		smp_mb();                       \
		WRITE_ONCE(*(p), value);        \
	} while (0)
#define smp_load_acquire(p)                                     \
	({                                                      \
		__typeof__(*(p)) __acquired = READ_ONCE(*(p));  \
		smp_mb();                                       \
		__acquired;                                     \
	})
#define smp_cond_load_relaxed(p, condition)             \
	({                                              \
		__typeof__(*(p)) VAL;                   \
		for (;;) {                              \
			VAL = READ_ONCE(*(p));          \
			if (condition)                  \
				break;                  \
			__cpu_relax();                  \
		}                                       \
		VAL;                                    \
	})
#define smp_cond_load_acquire(p, condition) smp_cond_load_relaxed(p, condition)
#define array_index_nospec(index, size) (index)

/* A busy-waiting CPU lets time pass. */
void __cpu_relax(void);

#endif
