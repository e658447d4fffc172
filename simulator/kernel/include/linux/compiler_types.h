/* Annotations that carry meaning for static checkers and none for the compiler. */
#ifndef __LINUX_COMPILER_TYPES_H
#define __LINUX_COMPILER_TYPES_H

#include <linux/kconfig.h>
#include <linux/compiler_attributes.h>

#define __user
#define __kernel
#define __iomem
#define __percpu
#define __rcu
#define __force
#define __nocast
#define __safe
#define __private
#define __bitwise
#define __chk_user_ptr(x) ((void)0)
#define __chk_io_ptr(x) ((void)0)
#define __must_hold(x)
#define __acquires(x)
#define __releases(x)
#define __cond_acquires(x)
#define __cond_lock(x, condition) (condition)
#define __acquire(x) ((void)0)
#define __release(x) ((void)0)
#define ACCESS_PRIVATE(p, member) ((p)->member)

#define __always_inline inline
#define noinline __attribute__((__noinline__))
#define noinline_for_stack noinline
#define __ref
#define __refdata
#define notrace
#define asmlinkage
#define __visible_for_testing
#define randomized_struct_fields_start struct {
#define randomized_struct_fields_end };
#define __randomize_layout
#define __no_randomize_layout
#define __read_mostly
#define __ro_after_init
#define __latent_entropy
#define __nocfi
#define __noendbr
#define __compiletime_error(message)
#define __compiletime_warning(message)

#define __same_type(a, b) __builtin_types_compatible_p(__typeof__(a), __typeof__(b))
#define __native_word(t) (sizeof(t) == 1 || sizeof(t) == 2 || sizeof(t) == 4 || sizeof(t) == 8)

#endif
