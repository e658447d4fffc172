/* The CPUs. */
#ifndef __LINUX_SMP_H
#define __LINUX_SMP_H

#include <linux/preempt.h>
#include <linux/errno.h>
#include <linux/types.h>

/* No machine has more (parse-machine.ts). */
#define __CPU_LIMIT 8

int __smp_processor_id(void) __attribute__((only_reads));
unsigned int num_online_cpus(void);

/* kernel/irq_work.c */
int smp_call_function_single(int cpu, void (*function)(void *), void *argument, int wait);
void smp_call_function(void (*function)(void *), void *argument, int wait);
void on_each_cpu(void (*function)(void *), void *argument, int wait);

#define NR_CPUS CONFIG_NR_CPUS
#define smp_processor_id() __smp_processor_id()
#define raw_smp_processor_id() __smp_processor_id()
#define get_cpu() ({ preempt_disable(); __smp_processor_id(); })
#define put_cpu() preempt_enable()
#define num_possible_cpus() num_online_cpus()
#define num_present_cpus() num_online_cpus()
#define nr_cpu_ids num_online_cpus()
#define cpu_online(cpu) ((unsigned int)(cpu) < num_online_cpus())
#define for_each_online_cpu(cpu) for ((cpu) = 0; (cpu) < (int)num_online_cpus(); (cpu)++)
#define for_each_possible_cpu(cpu) for_each_online_cpu(cpu)

#endif
