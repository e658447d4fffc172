/* Memory of the current process, whose pages may not be there. */
#ifndef __LINUX_UACCESS_H__
#define __LINUX_UACCESS_H__

#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/types.h>
#include <asm/page.h>

/* user-access.ts: bytes that could not be copied */
unsigned long _copy_to_user(void __user *to, const void *from, unsigned long count);
unsigned long _copy_from_user(void *to, const void __user *from, unsigned long count);
unsigned long __clear_user(void __user *to, unsigned long count);
long strncpy_from_user(char *to, const char __user *from, long count);
long strnlen_user(const char __user *text, long count);

#define access_ok(address, size) \
	((unsigned long)(size) <= TASK_SIZE_MAX && (unsigned long)(address) <= TASK_SIZE_MAX - (unsigned long)(size))

static inline unsigned long copy_to_user(void __user *to, const void *from, unsigned long count)
{
	return _copy_to_user(to, from, count);
}

static inline unsigned long copy_from_user(void *to, const void __user *from, unsigned long count)
{
	return _copy_from_user(to, from, count);
}

static inline unsigned long clear_user(void __user *to, unsigned long count) { return __clear_user(to, count); }

#define raw_copy_to_user(to, from, count) _copy_to_user(to, from, count)
#define raw_copy_from_user(to, from, count) _copy_from_user(to, from, count)
#define __copy_to_user(to, from, count) _copy_to_user(to, from, count)
#define __copy_from_user(to, from, count) _copy_from_user(to, from, count)
#define __copy_to_user_inatomic(to, from, count) _copy_to_user(to, from, count)
#define __copy_from_user_inatomic(to, from, count) _copy_from_user(to, from, count)

#define put_user(value, pointer)                                                                    \
	({                                                                                          \
		__typeof__(*(pointer)) __put_value = (value);                                       \
		_copy_to_user((pointer), &__put_value, sizeof(__put_value)) ? -EFAULT : 0;          \
	})
#define get_user(variable, pointer)                                                                 \
	({                                                                                          \
		__typeof__(*(pointer)) __get_value;                                                 \
		int __get_error = _copy_from_user((void *)&__get_value, (pointer), sizeof(__get_value)) ? -EFAULT : 0; \
		(variable) = __get_value;                                                           \
		__get_error;                                                                        \
	})
#define __put_user(value, pointer) put_user(value, pointer)
#define __get_user(variable, pointer) get_user(variable, pointer)

/* lib/usercopy.c */
int check_zeroed_user(const void __user *from, size_t size);
int copy_struct_from_user(void *to, size_t known, const void __user *from, size_t given);

/* A driver that includes this header has these too. */
#include <linux/percpu-defs.h>
#include <linux/signal.h>
#include <linux/uidgid.h>

#endif
