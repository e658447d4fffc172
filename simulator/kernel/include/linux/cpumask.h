/* Sets of CPUs. */
#ifndef __LINUX_CPUMASK_H
#define __LINUX_CPUMASK_H

#include <linux/bitmap.h>
#include <linux/smp.h>

typedef struct cpumask {
	DECLARE_BITMAP(bits, CONFIG_NR_CPUS);
} cpumask_t;

#define cpumask_set_cpu(cpu, mask) set_bit(cpu, (mask)->bits)
#define cpumask_clear_cpu(cpu, mask) clear_bit(cpu, (mask)->bits)
#define cpumask_test_cpu(cpu, mask) test_bit(cpu, (mask)->bits)
#define cpumask_clear(mask) bitmap_zero((mask)->bits, CONFIG_NR_CPUS)

#endif
