/*
 * Sleep of the whole machine, as writing to /sys/power/state asks for it: the phases of every device's callbacks in Linux's order. Nothing wakes
 * the modelled machine by itself, so it wakes after one second; devices keep their state, as in suspend to idle.
 */
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kobject.h>
#include <linux/pm_runtime.h>
#include <linux/printk.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <linux/suspend.h>

#define SLEEP_MS 1000

/* kernel/irq/irqdesc.c */
void __suspend_irqs(bool suspend);

static BLOCKING_NOTIFIER_HEAD(pm_notifiers);

int register_pm_notifier(struct notifier_block *block)
{
	return blocking_notifier_chain_register(&pm_notifiers, block);
}

int unregister_pm_notifier(struct notifier_block *block)
{
	return blocking_notifier_chain_unregister(&pm_notifiers, block);
}

typedef int (*pm_callback_t)(struct device *dev);

enum pm_phase { PHASE_PREPARE, PHASE_SUSPEND, PHASE_SUSPEND_LATE, PHASE_SUSPEND_NOIRQ, PHASE_RESUME_NOIRQ, PHASE_RESUME_EARLY,
		PHASE_RESUME };

static pm_callback_t callback_of(const struct dev_pm_ops *ops, enum pm_phase phase)
{
	switch (phase) {
	case PHASE_PREPARE: return ops->prepare;
	case PHASE_SUSPEND: return ops->suspend;
	case PHASE_SUSPEND_LATE: return ops->suspend_late;
	case PHASE_SUSPEND_NOIRQ: return ops->suspend_noirq;
	case PHASE_RESUME_NOIRQ: return ops->resume_noirq;
	case PHASE_RESUME_EARLY: return ops->resume_early;
	default: return ops->resume;
	}
}

/* Of the device's type, class or bus; only where that has none, of its driver. */
static const struct dev_pm_ops *upper_ops(struct device *dev)
{
	if (dev->type && dev->type->pm)
		return dev->type->pm;
	if (dev->class && dev->class->pm)
		return dev->class->pm;
	return dev->bus ? dev->bus->pm : NULL;
}

static pm_callback_t choose_callback(struct device *dev, enum pm_phase phase)
{
	const struct dev_pm_ops *upper = upper_ops(dev);
	pm_callback_t callback = upper ? callback_of(upper, phase) : NULL;

	if (!callback && dev->driver && dev->driver->pm)
		callback = callback_of(dev->driver->pm, phase);
	return callback;
}

static int run_phase(struct device *dev, enum pm_phase phase)
{
	pm_callback_t callback = choose_callback(dev, phase);
	int error = 0;

	if (phase == PHASE_SUSPEND || phase == PHASE_RESUME || phase == PHASE_PREPARE)
		device_lock(dev);
	if (callback)
		error = callback(dev);
	if (phase == PHASE_SUSPEND || phase == PHASE_RESUME || phase == PHASE_PREPARE)
		device_unlock(dev);
	if (error > 0 && phase == PHASE_PREPARE)
		error = 0;
	if (error)
		dev_err(dev, "PM: %s(): %pS returns %d\n", "dpm_run_callback", callback, error);
	return error;
}

static const char *verb_of(enum pm_phase phase)
{
	static const char *const verbs[] = { "suspend", "suspend", "suspend late", "suspend noirq", "resume noirq",
					     "resume early", "resume" };

	return verbs[phase];
}

/* The first devices were there first: they sleep last and wake first. `until`: the one that failed, which is left out. */
static int each_forward(enum pm_phase phase, struct device *after)
{
	struct device *dev, *following;
	int error = 0;

	list_for_each_entry_safe(dev, following, &__all_devices, list) {
		if (after) {
			after = after == dev ? NULL : after;
			continue;
		}
		error = run_phase(dev, phase);
		if (error)
			printk(KERN_ERR "PM: Device %s failed to %s: error %d\n", dev_name(dev), verb_of(phase), error);
		if (error && phase == PHASE_PREPARE)
			return error;
	}
	return 0;
}

static int each_backward(enum pm_phase phase, struct device **failed)
{
	struct device *dev, *before;
	int error;

	for (dev = list_last_entry(&__all_devices, struct device, list); &dev->list != &__all_devices; dev = before) {
		before = list_entry(dev->list.prev, struct device, list);
		error = run_phase(dev, phase);
		if (error) {
			printk(KERN_ERR "PM: Device %s failed to %s: error %d\n", dev_name(dev), verb_of(phase), error);
			*failed = dev;
			return error;
		}
		if (phase == PHASE_SUSPEND)
			dev->power.is_suspended = 1;
	}
	return 0;
}

static void complete_devices(void)
{
	struct device *dev, *before;

	for (dev = list_last_entry(&__all_devices, struct device, list); &dev->list != &__all_devices; dev = before) {
		const struct dev_pm_ops *upper = upper_ops(dev);
		const struct dev_pm_ops *ops = upper && upper->complete ? upper : dev->driver ? dev->driver->pm : NULL;

		before = list_entry(dev->list.prev, struct device, list);
		dev->power.is_suspended = 0;
		if (ops && ops->complete)
			ops->complete(dev);
	}
}

/* Down through the phases; whatever was reached is undone on the way up. */
static int sleep_devices(void)
{
	struct device *failed = NULL;
	int error = each_forward(PHASE_PREPARE, NULL);

	if (!error)
		error = each_backward(PHASE_SUSPEND, &failed);
	if (error) {
		printk(KERN_ERR "PM: Some devices failed to suspend, or early wake event detected\n");
		if (failed)
			each_forward(PHASE_RESUME, failed);
		return error;
	}
	error = each_backward(PHASE_SUSPEND_LATE, &failed);
	if (!error) {
		__suspend_irqs(true);
		error = each_backward(PHASE_SUSPEND_NOIRQ, &failed);
		if (!error)
			msleep(SLEEP_MS);
		each_forward(PHASE_RESUME_NOIRQ, failed);
		__suspend_irqs(false);
		failed = NULL;
	}
	each_forward(PHASE_RESUME_EARLY, failed);
	each_forward(PHASE_RESUME, NULL);
	return error;
}

int pm_suspend(suspend_state_t state)
{
	int error;

	if (state <= PM_SUSPEND_ON || state > PM_SUSPEND_MEM || state == PM_SUSPEND_STANDBY)
		return -EINVAL;
	printk(KERN_INFO "PM: suspend entry (%s)\n", "s2idle");
	error = notifier_to_errno(blocking_notifier_call_chain(&pm_notifiers, PM_SUSPEND_PREPARE, NULL));
	if (!error) {
		error = sleep_devices();
		complete_devices();
	}
	blocking_notifier_call_chain(&pm_notifiers, PM_POST_SUSPEND, NULL);
	printk(KERN_INFO "PM: suspend exit\n");
	return error;
}

static ssize_t state_show(struct kobject *kobj, struct kobj_attribute *attribute, char *buffer)
{
	return sprintf(buffer, "freeze mem\n");
}

static ssize_t state_store(struct kobject *kobj, struct kobj_attribute *attribute, const char *buffer, size_t count)
{
	int error = -EINVAL;

	if (sysfs_streq(buffer, "freeze"))
		error = pm_suspend(PM_SUSPEND_TO_IDLE);
	else if (sysfs_streq(buffer, "mem"))
		error = pm_suspend(PM_SUSPEND_MEM);
	return error ? error : (ssize_t)count;
}

static ssize_t mem_sleep_show(struct kobject *kobj, struct kobj_attribute *attribute, char *buffer)
{
	return sprintf(buffer, "[s2idle]\n");
}

static struct kobj_attribute state_attribute = __ATTR_RW(state), mem_sleep_attribute = __ATTR_RO(mem_sleep);
static struct attribute *power_state_attrs[] = { &state_attribute.attr, &mem_sleep_attribute.attr, NULL };
static const struct attribute_group power_state_group = { .attrs = power_state_attrs };

void __power_init(void)
{
	(void)sysfs_create_group(power_kobj, &power_state_group);
}
