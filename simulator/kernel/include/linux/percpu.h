/* Variables of which every CPU has its own: CPU n's stands n strides behind the one that is named. */
#ifndef __LINUX_PERCPU_H
#define __LINUX_PERCPU_H

#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <linux/slab.h>

/* load-image.ts gives every CPU a copy of the pages that hold a variable with such a mark. */
#define __PERCPU_STRIDE 0x4000000ul
#define DEFINE_PER_CPU(type, name) char __percpu_mark_##name; __typeof__(type) name
#define DECLARE_PER_CPU(type, name) extern __typeof__(type) name
#define DEFINE_PER_CPU_ALIGNED(type, name) DEFINE_PER_CPU(type, name)
#define DEFINE_PER_CPU_SHARED_ALIGNED(type, name) DEFINE_PER_CPU(type, name)
#define DEFINE_PER_CPU_READ_MOSTLY(type, name) DEFINE_PER_CPU(type, name)
#define DECLARE_PER_CPU_SHARED_ALIGNED(type, name) DECLARE_PER_CPU(type, name)
#define EXPORT_PER_CPU_SYMBOL(name)
#define EXPORT_PER_CPU_SYMBOL_GPL(name)

#define per_cpu_ptr(pointer, cpu) \
	((__typeof__(pointer))((unsigned long)(pointer) + (unsigned long)(cpu) * __PERCPU_STRIDE))
#define per_cpu(variable, cpu) (*per_cpu_ptr(&(variable), cpu))
#define this_cpu_ptr(pointer) per_cpu_ptr(pointer, smp_processor_id())
#define raw_cpu_ptr(pointer) this_cpu_ptr(pointer)
#define get_cpu_var(variable) (*({ preempt_disable(); this_cpu_ptr(&(variable)); }))
#define put_cpu_var(variable) preempt_enable()
#define get_cpu_ptr(pointer) ({ preempt_disable(); this_cpu_ptr(pointer); })
#define put_cpu_ptr(pointer) preempt_enable()

#define this_cpu_read(variable) (*this_cpu_ptr(&(variable)))
#define this_cpu_write(variable, value) ((void)(*this_cpu_ptr(&(variable)) = (value)))
#define this_cpu_add(variable, value) ((void)(*this_cpu_ptr(&(variable)) += (value)))
#define this_cpu_sub(variable, value) ((void)(*this_cpu_ptr(&(variable)) -= (value)))
#define this_cpu_inc(variable) this_cpu_add(variable, 1)
#define this_cpu_dec(variable) this_cpu_sub(variable, 1)
#define this_cpu_and(variable, value) ((void)(*this_cpu_ptr(&(variable)) &= (value)))
#define this_cpu_or(variable, value) ((void)(*this_cpu_ptr(&(variable)) |= (value)))
#define this_cpu_add_return(variable, value) (*this_cpu_ptr(&(variable)) += (value))
#define this_cpu_inc_return(variable) this_cpu_add_return(variable, 1)
#define this_cpu_dec_return(variable) (*this_cpu_ptr(&(variable)) -= 1)
#define this_cpu_sub_return(variable, value) (*this_cpu_ptr(&(variable)) -= (value))
#define this_cpu_cmpxchg(variable, old, new) cmpxchg(this_cpu_ptr(&(variable)), old, new)
#define __this_cpu_add_return this_cpu_add_return
#define __this_cpu_sub_return this_cpu_sub_return
#define __this_cpu_inc_return this_cpu_inc_return
#define __this_cpu_dec_return this_cpu_dec_return
#define __this_cpu_xchg this_cpu_xchg
#define __this_cpu_cmpxchg this_cpu_cmpxchg
#define __this_cpu_and this_cpu_and
#define __this_cpu_or this_cpu_or
#define raw_cpu_add this_cpu_add
#define raw_cpu_inc this_cpu_inc
#define raw_cpu_dec this_cpu_dec
#define this_cpu_xchg(variable, value) xchg(this_cpu_ptr(&(variable)), value)
#define __this_cpu_read this_cpu_read
#define __this_cpu_write this_cpu_write
#define __this_cpu_add this_cpu_add
#define __this_cpu_sub this_cpu_sub
#define __this_cpu_inc this_cpu_inc
#define __this_cpu_dec this_cpu_dec
#define raw_cpu_read this_cpu_read
#define raw_cpu_write this_cpu_write

/* mm/percpu.c */
void *__alloc_percpu(size_t size, size_t align);
void free_percpu(void *pointer);
#define __alloc_percpu_gfp(size, align, gfp) __alloc_percpu(size, align)
#define alloc_percpu(type) ((__typeof__(type) *)__alloc_percpu(sizeof(type), __alignof__(type)))
#define alloc_percpu_gfp(type, gfp) alloc_percpu(type)

#endif
