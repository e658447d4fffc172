/* IS_ENABLED() and its kin, and the configuration itself: what the build includes before every file. */
#ifndef __LINUX_KCONFIG_H
#define __LINUX_KCONFIG_H

#include <generated/autoconf.h>

/* A defined option is 1: pasting it makes a macro that inserts one more argument before the answer. */
#define __KCONFIG_SHIFT_1 0,
#define __kconfig_second(ignored, answer, ...) answer
#define __kconfig_answer(shift) __kconfig_second(shift 1, 0, 0)
#define __kconfig_paste(value) __kconfig_answer(__KCONFIG_SHIFT_##value)
#define __is_defined(x) __kconfig_paste(x)

#define __kconfig_or(x, y) __kconfig_or_paste(x, y)
#define __kconfig_or_paste(x, y) __kconfig_or_answer(__KCONFIG_SHIFT_##x, y)
#define __kconfig_or_answer(shift, y) __kconfig_second(shift 1, y, 0)
#define __or(x, y) __kconfig_or(x, y)

#define IS_BUILTIN(option) __is_defined(option)
#define IS_MODULE(option) __is_defined(option##_MODULE)
#define IS_REACHABLE(option) (IS_BUILTIN(option) || (IS_MODULE(option) && __is_defined(MODULE)))
#define IS_ENABLED(option) (IS_BUILTIN(option) || IS_MODULE(option))

#endif
