/* Variables of which every CPU has its own. */
#ifndef __LINUX_PERCPU_H
#define __LINUX_PERCPU_H

#include <linux/smp.h>
#include <linux/slab.h>

#define DEFINE_PER_CPU(type, name) __typeof__(type) name[CONFIG_NR_CPUS]
#define DECLARE_PER_CPU(type, name) extern __typeof__(type) name[CONFIG_NR_CPUS]
#define per_cpu(variable, cpu) ((variable)[cpu])
#define this_cpu_ptr(pointer) (&(*(pointer))[smp_processor_id()])

#endif
