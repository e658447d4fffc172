/* What every kernel file takes for granted of its compiler: branch hints, compiler barriers, unique names. */
#ifndef __LINUX_COMPILER_H
#define __LINUX_COMPILER_H

#include <linux/compiler_types.h>

/* The model's own: a function that the reference kernel does not have yet, which a driver may bring itself. */
#define __later __attribute__((replaceable))

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

#define barrier() __asm__ __volatile__("" : : : "memory")
#define barrier_data(pointer) __asm__ __volatile__("" : : "r"(pointer) : "memory")
#define unreachable() __builtin_unreachable()
#define OPTIMIZER_HIDE_VAR(variable) ((void)(variable))
#define RELOC_HIDE(pointer, offset) ((__typeof__(pointer))((unsigned long)(pointer) + (offset)))

#define __PASTE_NOW(a, b) a##b
#define __PASTE(a, b) __PASTE_NOW(a, b)
#define __UNIQUE_ID(prefix) __PASTE(__PASTE(__UNIQUE_ID_, prefix), __COUNTER__)

#define __must_be_array(a) 0
#define is_signed_type(type) (((type)(-1)) < (type)1)
#define data_race(expression) (expression)
#define absolute_pointer(value) ((void *)(value))
#define compiletime_assert(condition, message) _Static_assert(condition, message)
#define statically_true(x) (__builtin_constant_p(x) && (x))

#include <asm/rwonce.h>

#endif
