/* Module parameters: text from insmod's command line into the driver's variables. */
#include <linux/kobject.h>
#include <linux/moduleparam.h>
#include <linux/module.h>
#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/kstrtox.h>
#include <linux/sprintf.h>

/* module.ts: the n-th object of the image whose name begins so; NULL behind the last. */
void *__image_object(const char *prefix, int index);

#define NUMBER_PARAMETER(name, type, parse, format)                             \
static int param_set_of_##name(const char *value, const struct kernel_param *kp) \
{                                                                               \
	return parse(value, 0, (type *)kp->arg);                                \
}                                                                               \
static int param_get_of_##name(char *buffer, const struct kernel_param *kp)     \
{                                                                               \
	return scnprintf(buffer, 4096, format "\n", *(type *)kp->arg);          \
}                                                                               \
const struct kernel_param_ops param_ops_##name = { .set = param_set_of_##name, .get = param_get_of_##name }

NUMBER_PARAMETER(byte, u8, kstrtou8, "%hhu");
NUMBER_PARAMETER(short, s16, kstrtos16, "%hi");
NUMBER_PARAMETER(ushort, u16, kstrtou16, "%hu");
NUMBER_PARAMETER(int, int, kstrtoint, "%i");
NUMBER_PARAMETER(uint, unsigned int, kstrtouint, "%u");
NUMBER_PARAMETER(long, long, kstrtol, "%li");
NUMBER_PARAMETER(ulong, unsigned long, kstrtoul, "%lu");
NUMBER_PARAMETER(ullong, unsigned long long, kstrtoull, "%llu");
NUMBER_PARAMETER(hexint, unsigned int, kstrtouint, "%#08x");

int param_set_int(const char *value, const struct kernel_param *kp) { return param_set_of_int(value, kp); }
int param_get_int(char *buffer, const struct kernel_param *kp) { return param_get_of_int(buffer, kp); }
int param_set_uint(const char *value, const struct kernel_param *kp) { return param_set_of_uint(value, kp); }
int param_get_uint(char *buffer, const struct kernel_param *kp) { return param_get_of_uint(buffer, kp); }
int param_set_ulong(const char *value, const struct kernel_param *kp) { return param_set_of_ulong(value, kp); }
int param_get_ulong(char *buffer, const struct kernel_param *kp) { return param_get_of_ulong(buffer, kp); }

int param_set_charp(const char *value, const struct kernel_param *kp)
{
	if (strlen(value) > 1024) {
		printk(KERN_ERR "%s: string parameter too long\n", kp->name);
		return -ENOSPC;
	}
	*(char **)kp->arg = kstrdup(value, GFP_KERNEL);
	return *(char **)kp->arg ? 0 : -ENOMEM;
}

int param_get_charp(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, 4096, "%s\n", *(char **)kp->arg);
}

/* A name alone means yes. */
int param_set_bool(const char *value, const struct kernel_param *kp)
{
	return kstrtobool(value ? value : "1", kp->arg);
}

int param_get_bool(char *buffer, const struct kernel_param *kp)
{
	return sprintf(buffer, "%c\n", *(bool *)kp->arg ? 'Y' : 'N');
}

static int param_set_invbool(const char *value, const struct kernel_param *kp)
{
	bool given;
	int error = kstrtobool(value ? value : "1", &given);

	if (!error)
		*(bool *)kp->arg = !given;
	return error;
}

static int param_get_invbool(char *buffer, const struct kernel_param *kp)
{
	return sysfs_emit(buffer, "%c\n", *(bool *)kp->arg ? 'N' : 'Y');
}

int param_set_copystring(const char *value, const struct kernel_param *kp)
{
	if (strlen(value) + 1 > kp->str->maxlen) {
		printk(KERN_ERR "%s: string doesn't fit in %u chars.\n", kp->name, kp->str->maxlen - 1);
		return -ENOSPC;
	}
	strcpy(kp->str->string, value);
	return 0;
}

int param_get_string(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, 4096, "%s\n", kp->str->string);
}

const struct kernel_param_ops param_ops_charp = { .set = param_set_charp, .get = param_get_charp };
const struct kernel_param_ops param_ops_bool = { .flags = 1, .set = param_set_bool, .get = param_get_bool };
const struct kernel_param_ops param_ops_invbool = { .flags = 1, .set = param_set_invbool, .get = param_get_invbool };
const struct kernel_param_ops param_ops_string = { .set = param_set_copystring, .get = param_get_string };

static int set_element(const struct kparam_array *array, unsigned int index, const char *text)
{
	struct kernel_param element = { .arg = (char *)array->elem + (unsigned long)array->elemsize * index };

	return array->ops->set(text, &element);
}

/* Elements are separated by commas. */
static int param_array_set(const char *value, const struct kernel_param *kp)
{
	const struct kparam_array *array = kp->arr;
	char *copy = kstrdup(value, GFP_KERNEL), *text = copy;
	unsigned int count = 0;
	int error = copy ? 0 : -ENOMEM;

	while (!error && text) {
		char *comma = strchr(text, ',');

		if (comma)
			*comma = 0;
		if (count >= array->max) {
			printk(KERN_ERR "%s: can only take %i arguments\n", kp->name, array->max);
			error = -EINVAL;
			break;
		}
		error = set_element(array, count++, text);
		text = comma ? comma + 1 : NULL;
	}
	if (!error && array->num)
		*array->num = count;
	kfree(copy);
	return error;
}

/* Elements that were given, or all, with commas between. */
static int param_array_get(char *buffer, const struct kernel_param *kp)
{
	const struct kparam_array *array = kp->arr;
	unsigned int i, count = array->num ? *array->num : array->max;
	int length = 0;

	for (i = 0; i < count; i++) {
		struct kernel_param element = { .arg = (char *)array->elem + (unsigned long)array->elemsize * i };

		if (i)
			buffer[length - 1] = ',';
		length += array->ops->get(buffer + length, &element);
	}
	buffer[length] = 0;
	return length;
}

const struct kernel_param_ops param_array_ops = { .set = param_array_set, .get = param_array_get };

/* A parameter that /sys shows. */
struct param_file {
	struct kobj_attribute attribute;
	const struct kernel_param *kp;
};

static ssize_t param_file_show(struct kobject *kobj, struct kobj_attribute *attribute, char *buffer)
{
	const struct kernel_param *kp = container_of(attribute, struct param_file, attribute)->kp;

	return kp->ops->get ? kp->ops->get(buffer, kp) : -EPERM;
}

static ssize_t param_file_store(struct kobject *kobj, struct kobj_attribute *attribute, const char *buffer, size_t count)
{
	const struct kernel_param *kp = container_of(attribute, struct param_file, attribute)->kp;
	int error = kp->ops->set ? kp->ops->set(buffer, kp) : -EPERM;

	return error ? error : (ssize_t)count;
}

void __add_parameter_files(struct kobject *module)
{
	const struct kernel_param *kp;
	struct kobject *directory = NULL;
	int index;

	for (index = 0; (kp = __image_object("__param_", index)); index++) {
		struct param_file *file;

		if (!kp->perm)
			continue;
		if (!directory)
			directory = kobject_create_and_add("parameters", module);
		file = kzalloc(sizeof(*file), GFP_KERNEL);
		if (!file || !directory)
			return;
		file->kp = kp;
		file->attribute.attr.name = kp->name;
		file->attribute.attr.mode = kp->perm;
		file->attribute.show = param_file_show;
		file->attribute.store = param_file_store;
		if (sysfs_create_file(directory, &file->attribute.attr))
			return;
	}
}

/* Dashes and underscores are the same in names. */
static bool same_name(const char *a, const char *b)
{
	for (; *a && *b; a++, b++)
		if ((*a == '-' ? '_' : *a) != (*b == '-' ? '_' : *b))
			return false;
	return *a == *b;
}

/* -ENOENT: there is no such parameter. `value` NULL: only the name was given. */
int __apply_module_parameter(const char *name, const char *value)
{
	const struct kernel_param *kp;
	int index;

	for (index = 0; (kp = __image_object("__param_", index)); index++) {
		if (!same_name(kp->name, name))
			continue;
		if (!value && !(kp->ops->flags & 1))
			return -EINVAL;
		return kp->ops->set(value, kp);
	}
	return -ENOENT;
}
