/* Parameters that insmod's command line sets. */
#ifndef _LINUX_MODULE_PARAMS_H
#define _LINUX_MODULE_PARAMS_H

#include <linux/init.h>
#include <linux/kernel.h>

struct kernel_param;

struct kernel_param_ops {
	unsigned int flags;
	int (*set)(const char *value, const struct kernel_param *kp);
	int (*get)(char *buffer, const struct kernel_param *kp);
	void (*free)(void *arg);
};

struct kparam_string {
	unsigned int maxlen;
	char *string;
};

struct kparam_array {
	unsigned int max;
	unsigned int elemsize;
	unsigned int *num;
	const struct kernel_param_ops *ops;
	void *elem;
};

/* kernel/params.c finds these objects by the prefix of their names. */
struct kernel_param {
	const char *name;
	const struct kernel_param_ops *ops;
	u16 perm;
	union {
		void *arg;
		const struct kparam_string *str;
		const struct kparam_array *arr;
	};
};

extern const struct kernel_param_ops param_ops_byte, param_ops_short, param_ops_ushort, param_ops_int, param_ops_uint,
	param_ops_long, param_ops_ulong, param_ops_ullong, param_ops_hexint, param_ops_charp, param_ops_bool,
	param_ops_invbool, param_ops_string, param_array_ops;

int param_set_int(const char *value, const struct kernel_param *kp);
int param_get_int(char *buffer, const struct kernel_param *kp);
int param_set_uint(const char *value, const struct kernel_param *kp);
int param_get_uint(char *buffer, const struct kernel_param *kp);
int param_set_ulong(const char *value, const struct kernel_param *kp);
int param_get_ulong(char *buffer, const struct kernel_param *kp);
int param_set_bool(const char *value, const struct kernel_param *kp);
int param_get_bool(char *buffer, const struct kernel_param *kp);
int param_set_charp(const char *value, const struct kernel_param *kp);
int param_get_charp(char *buffer, const struct kernel_param *kp);
int param_set_copystring(const char *value, const struct kernel_param *kp);
int param_get_string(char *buffer, const struct kernel_param *kp);

#define __MODULE_INFO(tag, name, info) extern int __module_information
#define MODULE_PARM_DESC(name, description) extern int __module_information

#define module_param_cb(name, operations, argument, permissions)        \
	const struct kernel_param __param_##name = {                    \
		#name, operations, permissions, { argument }            \
	}
#define module_param_named(name, variable, type, permissions)           \
	const struct kernel_param __param_##name = {                    \
		#name, &param_ops_##type, permissions, { &(variable) }  \
	}
#define module_param(name, type, permissions) module_param_named(name, name, type, permissions)
#define module_param_unsafe(name, type, permissions) module_param(name, type, permissions)
#define module_param_hw(name, type, hardware, permissions) module_param(name, type, permissions)
#define module_param_string(name, text, length, permissions)                                    \
	static const struct kparam_string __string_of_param_##name = { length, text };          \
	const struct kernel_param __param_##name = {                                            \
		#name, &param_ops_string, permissions, { (void *)&__string_of_param_##name }    \
	}
#define module_param_array_named(name, array, type, count, permissions)                         \
	static const struct kparam_array __array_of_param_##name = {                            \
		.max = ARRAY_SIZE(array), .elemsize = sizeof((array)[0]), .num = count,         \
		.ops = &param_ops_##type, .elem = array,                                        \
	};                                                                                      \
	const struct kernel_param __param_##name = {                                            \
		#name, &param_array_ops, permissions, { (void *)&__array_of_param_##name }      \
	}
#define module_param_array(name, type, count, permissions) \
	module_param_array_named(name, name, type, count, permissions)

/* A driver that includes this header has these too. */
#include <linux/swab.h>

#endif
