/* Sets of CPUs. */
#ifndef __LINUX_CPUMASK_H
#define __LINUX_CPUMASK_H

#include <linux/bitmap.h>
#include <linux/smp.h>

typedef struct cpumask {
	DECLARE_BITMAP(bits, CONFIG_NR_CPUS);
} cpumask_t;

/* irq_work and calls reach every CPU that is there: all of them are online from the start. */
extern const struct cpumask __cpu_masks[__CPU_LIMIT];
const struct cpumask *__online_mask(void);

#define cpumask_bits(mask) ((mask)->bits)
#define cpu_online_mask __online_mask()
#define cpu_possible_mask __online_mask()
#define cpu_present_mask __online_mask()
#define cpu_all_mask __online_mask()
#define cpumask_of(cpu) (&__cpu_masks[cpu])
#define cpumask_first(mask) ((unsigned int)find_next_bit((mask)->bits, CONFIG_NR_CPUS, 0))
#define cpumask_next(cpu, mask) ((unsigned int)find_next_bit((mask)->bits, CONFIG_NR_CPUS, (cpu) + 1))
#define cpumask_any(mask) cpumask_first(mask)
#define cpumask_weight(mask) bitmap_weight((mask)->bits, CONFIG_NR_CPUS)
#define cpumask_empty(mask) (cpumask_first(mask) >= CONFIG_NR_CPUS)
#define cpumask_copy(to, from) ((void)(*(to) = *(from)))
#define cpumask_setall(mask) cpumask_copy(mask, __online_mask())
#define for_each_cpu(cpu, mask) \
	for ((cpu) = cpumask_first(mask); (unsigned int)(cpu) < CONFIG_NR_CPUS; (cpu) = cpumask_next(cpu, mask))
#define cpumask_set_cpu(cpu, mask) set_bit(cpu, (mask)->bits)
#define cpumask_clear_cpu(cpu, mask) clear_bit(cpu, (mask)->bits)
#define cpumask_test_cpu(cpu, mask) test_bit(cpu, (mask)->bits)
#define cpumask_pr_args(mask) nr_cpu_ids, cpumask_bits(mask)
#define cpumask_clear(mask) bitmap_zero((mask)->bits, CONFIG_NR_CPUS)

/* There are few enough CPUs for masks on the stack. */
typedef struct cpumask cpumask_var_t[1];
#define alloc_cpumask_var(mask, flags) ((void)(mask), true)
#define zalloc_cpumask_var(mask, flags) (cpumask_clear(*(mask)), true)
#define free_cpumask_var(mask) ((void)(mask))

#endif
