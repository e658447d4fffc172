/* Loadable modules: the driver itself. */
#ifndef _LINUX_MODULE_H
#define _LINUX_MODULE_H

#include <linux/cache.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/stat.h>
#include <linux/string.h>
#include <linux/stringify.h>
#include <linux/sysfs.h>
#include <linux/time.h>
#include <linux/workqueue.h>

#define MODULE_NAME_LEN (64 - sizeof(unsigned long))

enum module_state {
	MODULE_STATE_LIVE,
	MODULE_STATE_COMING,
	MODULE_STATE_GOING,
	MODULE_STATE_UNFORMED,
};

struct module {
	enum module_state state;
	struct list_head list;
	char name[MODULE_NAME_LEN];
	const char *version;
	int (*init)(void);
	void (*exit)(void);
	atomic_t refcnt;
};

#ifndef KBUILD_MODNAME
#define KBUILD_MODNAME "module" /* the build says the real one */
#endif

#define MODULE_INFO(tag, info) extern int __module_information
#define MODULE_ALIAS(alias) extern int __module_information
#define MODULE_SOFTDEP(dependency) extern int __module_information
#define MODULE_LICENSE(license) extern int __module_information
#define MODULE_AUTHOR(author) extern int __module_information
#define MODULE_DESCRIPTION(description) extern int __module_information
#define MODULE_VERSION(version) extern int __module_information
#define MODULE_FIRMWARE(firmware) extern int __module_information
#define MODULE_IMPORT_NS(space) extern int __module_information
#define MODULE_SUPPORTED_DEVICE(name) extern int __module_information
#define MODULE_DEVICE_TABLE(type, name) extern int __module_information

/* kernel/module.c */
bool try_module_get(struct module *module);
void __module_get(struct module *module);
void module_put(struct module *module);
int module_refcount(struct module *module);

static inline const char *module_name(struct module *module) { return module ? module->name : "kernel"; }

#define symbol_get(symbol) (&(symbol))
#define symbol_put(symbol) ((void)0)

/* A driver whose init and exit only register and unregister it. */
#define module_driver(driver, register_function, unregister_function, ...)      \
static int __init driver##_init(void)                                           \
{                                                                               \
	return register_function(&(driver), ##__VA_ARGS__);                     \
}                                                                               \
module_init(driver##_init);                                                     \
static void __exit driver##_exit(void)                                          \
{                                                                               \
	unregister_function(&(driver), ##__VA_ARGS__);                          \
}                                                                               \
module_exit(driver##_exit)
#define builtin_driver(driver, register_function, ...)                          \
static int __init driver##_init(void)                                           \
{                                                                               \
	return register_function(&(driver), ##__VA_ARGS__);                     \
}                                                                               \
device_initcall(driver##_init)

/* A driver that includes this header has these too. */
#include <linux/idr.h>
#include <linux/kernfs.h>
#include <linux/kmod.h>
#include <linux/sched/mm.h>
#include <linux/signal.h>
#include <linux/xarray.h>

#endif
