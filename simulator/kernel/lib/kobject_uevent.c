/* What user space is told of objects: nobody listens here, so that only what the kernel itself notes of it is done. */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/stdarg.h>
#include <linux/string.h>

/* Nobody listens for events in the model: no udev runs. */
int kobject_uevent_env(struct kobject *kobj, enum kobject_action action, char *variables[])
{
	if (action == KOBJ_ADD)
		kobj->state_add_uevent_sent = 1;
	if (action == KOBJ_REMOVE)
		kobj->state_remove_uevent_sent = 1;
	return 0;
}

static const char *const kobject_actions[] = { "add", "remove", "change", "move", "online", "offline", "bind", "unbind" };

/* What is written to a uevent file: an action, which an identifier and variables may follow. */
int kobject_synth_uevent(struct kobject *kobj, const char *text, size_t count)
{
	size_t length = strcspn(text, " \n\0");
	char *path;
	int i;

	for (i = 0; i < (int)ARRAY_SIZE(kobject_actions); i++)
		if (length <= count && strlen(kobject_actions[i]) == length && !strncmp(text, kobject_actions[i], length))
			return kobject_uevent(kobj, i);
	path = kobject_get_path(kobj, GFP_KERNEL);
	pr_warn("synth uevent: %s: unknown uevent action string\n", path ? path : "unknown device");
	kfree(path);
	return -EINVAL;
}

int kobject_uevent(struct kobject *kobj, enum kobject_action action)
{
	return kobject_uevent_env(kobj, action, NULL);
}

int add_uevent_var(struct kobj_uevent_env *env, const char *fmt, ...)
{
	va_list arguments;
	int length;

	if (env->envp_idx >= ARRAY_SIZE(env->envp)) {
		WARN(1, KERN_ERR "add_uevent_var: too many keys\n");
		return -ENOMEM;
	}
	va_start(arguments, fmt);
	length = vsnprintf(&env->buf[env->buflen], sizeof(env->buf) - env->buflen, fmt, arguments);
	va_end(arguments);
	if (length >= (int)sizeof(env->buf) - env->buflen) {
		WARN(1, KERN_ERR "add_uevent_var: buffer size too small\n");
		return -ENOMEM;
	}
	env->envp[env->envp_idx++] = &env->buf[env->buflen];
	env->buflen += length + 1;
	return 0;
}
