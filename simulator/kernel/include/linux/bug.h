/* Assertions that print the kernel's well-known block of lines. */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <linux/compiler.h>
#include <linux/build_bug.h>
#include <linux/stdarg.h>
#include <linux/types.h>

/* Prints the block; `fmt` NULL: no message of its own. */
void __warn_report(const char *file, int line, const char *fmt, ...) __printf(3, 4);
void __bug_report(const char *file, int line) __noreturn;
void dump_stack(void);
void add_taint(unsigned int flag, int lockdep);

#define BUG() __bug_report(__FILE__, __LINE__)
#define BUG_ON(condition) do { if (unlikely(condition)) BUG(); } while (0)

#define WARN_ON(condition)                                              \
	({                                                              \
		int __warned = !!(condition);                           \
		if (unlikely(__warned))                                 \
			__warn_report(__FILE__, __LINE__, NULL);        \
		unlikely(__warned);                                     \
	})
/* For code of ours that stands in for code of the kernel's: the warning names the place in Linux 6.1. */
#define __WARN_ON_AT(file, line, condition)                             \
	({                                                              \
		int __warned = !!(condition);                           \
		if (unlikely(__warned))                                 \
			__warn_report(file, line, NULL);                \
		unlikely(__warned);                                     \
	})
#define WARN(condition, format...)                                      \
	({                                                              \
		int __warned = !!(condition);                           \
		if (unlikely(__warned))                                 \
			__warn_report(__FILE__, __LINE__, format);      \
		unlikely(__warned);                                     \
	})
#define __WARN() __warn_report(__FILE__, __LINE__, NULL)
#define __warn_only_once(condition, report)                             \
	({                                                              \
		static bool __already_done;                             \
		int __warned = !!(condition);                           \
		if (unlikely(__warned && !__already_done)) {            \
			__already_done = true;                          \
			report;                                         \
		}                                                       \
		unlikely(__warned);                                     \
	})
#define WARN_ON_ONCE(condition) __warn_only_once(condition, __warn_report(__FILE__, __LINE__, NULL))
#define WARN_ONCE(condition, format...) __warn_only_once(condition, __warn_report(__FILE__, __LINE__, format))
#define WARN_TAINT(condition, taint, format...) (WARN(condition, format) ? (add_taint(taint, 1), 1) : 0)
#define WARN_TAINT_ONCE(condition, taint, format...) (WARN_ONCE(condition, format) ? (add_taint(taint, 1), 1) : 0)
#define WARN_ON_SMP(x) WARN_ON(x)
#define VM_BUG_ON(condition) ((void)sizeof(condition))
#define VM_WARN_ON(condition) ((void)sizeof(condition))

#endif
