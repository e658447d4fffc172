/* Entry points of built-in code and of modules. */
#ifndef _LINUX_INIT_H
#define _LINUX_INIT_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <linux/stringify.h>

#define __init
#define __exit
#define __initdata
#define __initconst
#define __exitdata
#define __meminit
#define __devinit
#define __devexit
#define __devinitdata
#define __cpuinit
#define __init_or_module
#define __initdata_or_module
#define __exit_p(function) function
#define __devexit_p(function) function

typedef int (*initcall_t)(void);
typedef void (*exitcall_t)(void);

/*
 * The module loader (kernel/module.c) finds these objects by their names, as a linker finds sections.
 */
#define __initcall(function, level) const initcall_t __initcall##level##_##function = function;
/* As in Linux, each stands with or without a semicolon behind it. */
#define module_init(function) __initcall(function, _module)
#define module_exit(function) const exitcall_t __exitcall_module_##function = function;
#define early_initcall(function) module_init(function)
#define core_initcall(function) module_init(function)
#define postcore_initcall(function) module_init(function)
#define arch_initcall(function) module_init(function)
#define subsys_initcall(function) module_init(function)
#define fs_initcall(function) module_init(function)
#define device_initcall(function) module_init(function)
#define late_initcall(function) module_init(function)

#endif
