/* Short names of the compiler's attributes. */
#ifndef __LINUX_COMPILER_ATTRIBUTES_H
#define __LINUX_COMPILER_ATTRIBUTES_H

#define __alias(symbol) __attribute__((__alias__(#symbol)))
#define __aligned(x) __attribute__((__aligned__(x)))
#define __aligned_largest __attribute__((__aligned__))
#define __always_unused __attribute__((__unused__))
#define __attribute_const__ __attribute__((__const__))
#define __cleanup(function) __attribute__((__cleanup__(function)))
#define __cold __attribute__((__cold__))
#define __copy(symbol)
#define __deprecated
#define __designated_init
#define __assume_aligned(a, ...)
#define __alloc_size__(x, ...)
#define __alloc_size(x, ...)
#define __malloc __attribute__((__malloc__))
#define __maybe_unused __attribute__((__unused__))
#define __mode(x) __attribute__((__mode__(x)))
#define __must_check __attribute__((__warn_unused_result__))
#define __noclone
#define __nonstring
#define __no_profile
#define __noreturn __attribute__((__noreturn__))
#define __packed __attribute__((__packed__))
#define __printf(format, first) __attribute__((__format__(printf, format, first)))
#define __scanf(format, first) __attribute__((__format__(scanf, format, first)))
#define __pure __attribute__((__pure__))
#define __section(name) __attribute__((__section__(name)))
#define __used __attribute__((__used__))
#define __weak __attribute__((__weak__))
#define __visible
#define __flatten
#define __hot
#define __counted_by(member)
#define fallthrough __attribute__((__fallthrough__))

#endif
