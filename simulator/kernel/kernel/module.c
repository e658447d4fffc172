/* The module loader: parameters, the driver's init, and later its exit. */
#include <linux/module.h>
#include <linux/irqflags.h>
#include <linux/bug.h>
#include <linux/init.h>
#include <linux/err.h>
#include <linux/proc_entry.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>
#include <linux/string.h>

/* module.ts */
void *__image_object(const char *prefix, int index);
/* Copies the n-th argument of insmod's command line; 1: with a value, 0: a name alone, -1: there is none. */
int __module_argument(int index, char *name, size_t name_size, char *value, size_t value_size);
void __module_name(char *name, size_t size);
/* slab/leaks.ts */
void __report_leaked_memory(void);
int __apply_module_parameter(const char *name, const char *value);

struct module __this_module;
int __exported_symbols, __module_information;

static int parse_arguments(struct module *module)
{
	char name[64], value[1100];
	int index, found, error;

	for (index = 0; (found = __module_argument(index, name, sizeof(name), value, sizeof(value))) >= 0; index++) {
		error = __apply_module_parameter(name, found ? value : NULL);
		switch (error) {
		case 0:
			break;
		case -ENOENT:
			printk(KERN_WARNING "%s: unknown parameter '%s' ignored\n", module->name, name);
			break;
		case -ENOSPC:
			printk(KERN_ERR "%s: `%s' too large for parameter `%s'\n", module->name, found ? value : "", name);
			return error;
		default:
			printk(KERN_ERR "%s: `%s' invalid for parameter `%s'\n", module->name, found ? value : "", name);
			return error;
		}
	}
	return 0;
}

/* /sys/module/<name> */
static struct kset *module_kset;
static struct kobject *module_kobj;

struct kobject *__module_kobject(struct module *module)
{
	return module == &__this_module ? module_kobj : NULL;
}

static ssize_t refcnt_show(struct kobject *kobj, struct kobj_attribute *attribute, char *buffer)
{
	return sprintf(buffer, "%i\n", module_refcount(&__this_module));
}

static ssize_t initstate_show(struct kobject *kobj, struct kobj_attribute *attribute, char *buffer)
{
	static const char *const states[] = { "live", "coming", "going", "unknown" };

	return sprintf(buffer, "%s\n", states[__this_module.state]);
}

static struct kobj_attribute refcnt_attribute = __ATTR_RO(refcnt), initstate_attribute = __ATTR_RO(initstate);
static struct attribute *module_attributes[] = { &refcnt_attribute.attr, &initstate_attribute.attr, NULL };
static const struct attribute_group module_group = { .attrs = module_attributes };

/* kernel/params.c */
void __add_parameter_files(struct kobject *module);

static void add_module_files(struct module *module)
{
	module_kobj = kobject_create_and_add(module->name, &module_kset->kobj);
	if (!module_kobj || sysfs_create_group(module_kobj, &module_group))
		return;
	__add_parameter_files(module_kobj);
}

static void remove_module_files(void)
{
	kobject_put(module_kobj);
	module_kobj = NULL;
}

void __modules_sysfs_init(void)
{
	module_kset = kset_create_and_add("module", NULL, NULL);
}

/* An init function must leave preemption and interrupts as it found them. */
static int do_one_initcall(initcall_t function)
{
	int count = preempt_count();
	const char *imbalance = "";
	int result = function();

	if (preempt_count() != count) {
		imbalance = "preemption imbalance ";
		preempt_count_add(count - preempt_count());
	}
	if (irqs_disabled()) {
		imbalance = *imbalance ? "preemption imbalance disabled interrupts " : "disabled interrupts ";
		local_irq_enable();
	}
	WARN(*imbalance, "initcall %pS returned with %s\n", function, imbalance);
	return result;
}

static int do_init_module(struct module *module)
{
	const initcall_t *entry;
	int index, result = 0;

	for (index = 0; !result && (entry = __image_object("__initcall_module_", index)); index++) {
		module->init = *entry;
		result = do_one_initcall(module->init);
	}
	if (result > 0) {
		printk(KERN_WARNING "%s: '%s'->init suspiciously returned %d, it should follow 0/-E convention\n"
				    "%s: loading module anyway...\n", "do_init_module", module->name, result,
		       "do_init_module");
		dump_stack();
	}
	return result;
}

/* What the module wants freed after a grace period is not leaked. */
static void tell_of_leaks(void)
{
	rcu_barrier();
	__report_leaked_memory();
}

/* What insmod asks for. The value is the error that insmod reports, or 0. */
int __do_init_module(void)
{
	struct module *module = &__this_module;
	const exitcall_t *exit;
	int error;

	__module_name(module->name, sizeof(module->name));
	module->state = MODULE_STATE_COMING;
	atomic_set(&module->refcnt, 1);
	INIT_LIST_HEAD(&module->list);
	printk(KERN_WARNING "%s: loading out-of-tree module taints kernel.\n", module->name);
	add_taint(TAINT_OOT_MODULE, LOCKDEP_STILL_OK);
	error = parse_arguments(module);
	if (error)
		return error;
	add_module_files(module);
	exit = __image_object("__exitcall_module_", 0);
	module->exit = exit ? *exit : NULL;
	error = do_init_module(module);
	if (error < 0) {
		module->state = MODULE_STATE_GOING;
		remove_module_files();
		tell_of_leaks();
		return error;
	}
	module->state = MODULE_STATE_LIVE;
	return 0;
}

/* What rmmod asks for. A module without an exit function, or one in use, stays. */
int __do_exit_module(void)
{
	struct module *module = &__this_module;

	if (module->state != MODULE_STATE_LIVE)
		return -ENOENT;
	if (__image_object("__initcall_module_", 0) && !module->exit)
		return -EBUSY;
	if (module_refcount(module) != 0)
		return -EAGAIN;
	module->state = MODULE_STATE_GOING;
	if (module->exit)
		module->exit();
	remove_module_files();
	tell_of_leaks();
	return 0;
}

bool try_module_get(struct module *module)
{
	if (!module)
		return true;
	if (module->state == MODULE_STATE_GOING)
		return false;
	atomic_inc(&module->refcnt);
	return true;
}

void __module_get(struct module *module)
{
	if (module)
		atomic_inc(&module->refcnt);
}

void module_put(struct module *module)
{
	if (!module)
		return;
	WARN_ON(atomic_read(&module->refcnt) <= 1);
	atomic_dec(&module->refcnt);
}

/* The loader's own reference does not count. */
int module_refcount(struct module *module)
{
	return atomic_read(&module->refcnt) - 1;
}

/* The model lays a module out otherwise than Linux: sizes and addresses say nothing here. */
int __modules_show(struct seq_file *m, void *element)
{
	static const char *const states[] = { "Live", "Loading", "Unloading", "Unformed" };
	struct module *module = &__this_module;

	if (!module->name[0] || module->state == MODULE_STATE_UNFORMED)
		return 0;
	seq_printf(m, "%s %u %i - %s 0x%px (O%s)\n", module->name, 16384, module_refcount(module), states[module->state],
		   NULL, module->state == MODULE_STATE_GOING ? "-" : module->state == MODULE_STATE_COMING ? "+" : "");
	return 0;
}
