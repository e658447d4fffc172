/* Run-time power management: usage counts, and the driver's callbacks when nobody uses the device and when somebody does again. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/ktime.h>
#include <linux/pm_runtime.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/workqueue.h>

/* What was asked for and is done by a worker: one request a device. */
struct pm_request {
	struct delayed_work work;
	struct device *dev;
	bool resume;
	int flags;
};

static const struct dev_pm_ops *pm_ops_of(struct device *dev)
{
	if (dev->type && dev->type->pm)
		return dev->type->pm;
	if (dev->class && dev->class->pm)
		return dev->class->pm;
	if (dev->bus && dev->bus->pm)
		return dev->bus->pm;
	return dev->driver ? dev->driver->pm : NULL;
}

static void request_worker(struct work_struct *work)
{
	struct pm_request *request = container_of(to_delayed_work(work), struct pm_request, work);

	if (request->resume)
		__pm_runtime_resume(request->dev, 0);
	else if (request->flags & RPM_AUTO)
		__pm_runtime_suspend(request->dev, RPM_AUTO);
	else
		__pm_runtime_idle(request->dev, 0);
	put_device(request->dev);
	kfree(request);
}

static int later(struct device *dev, bool resume, int flags, unsigned long delay)
{
	struct pm_request *request = kzalloc(sizeof(*request), GFP_ATOMIC);

	if (!request)
		return -ENOMEM;
	request->dev = get_device(dev);
	request->resume = resume;
	request->flags = flags;
	INIT_DELAYED_WORK(&request->work, request_worker);
	schedule_delayed_work(&request->work, delay);
	return 0;
}

/* 0: it may sleep now. */
static int check_suspend_allowed(struct device *dev)
{
	if (dev->power.runtime_error)
		return -EINVAL;
	if (dev->power.disable_depth > 0)
		return -EACCES;
	if (dev->power.usage_count > 0)
		return -EAGAIN;
	return dev->power.runtime_status == RPM_SUSPENDED ? 1 : 0;
}

static u64 autosuspend_wait_ms(struct device *dev)
{
	u64 until, now = ktime_get_ns();

	if (!dev->power.use_autosuspend || dev->power.autosuspend_delay < 0)
		return 0;
	until = dev->power.last_busy + (u64)dev->power.autosuspend_delay * NSEC_PER_MSEC;
	return until > now ? (until - now + NSEC_PER_MSEC - 1) / NSEC_PER_MSEC : 0;
}

static int drop_usage(struct device *dev)
{
	if (dev->power.usage_count == 0) {
		dev_warn(dev, "Runtime PM usage count underflow!\n");
		return -EINVAL;
	}
	return --dev->power.usage_count > 0 ? 1 : 0;
}

static int do_suspend(struct device *dev)
{
	const struct dev_pm_ops *ops = pm_ops_of(dev);
	int error = 0;

	dev->power.runtime_status = RPM_SUSPENDING;
	if (ops && ops->runtime_suspend)
		error = ops->runtime_suspend(dev);
	else if (!dev->power.no_callbacks)
		error = -ENOSYS;
	dev->power.runtime_status = error ? RPM_ACTIVE : RPM_SUSPENDED;
	if (error && error != -EAGAIN && error != -EBUSY)
		dev->power.runtime_error = error;
	return error;
}

/* Callbacks may sleep, unless the driver said that they do not. */
static void may_call_back(struct device *dev, int flags)
{
	might_sleep_if(!(flags & RPM_ASYNC) && !dev->power.irq_safe);
}

int __pm_runtime_suspend(struct device *dev, int flags)
{
	int result;
	u64 wait;

	may_call_back(dev, flags);
	if (flags & RPM_GET_PUT) {
		result = drop_usage(dev);
		if (result)
			return result < 0 ? result : 0;
	}
	result = check_suspend_allowed(dev);
	if (result)
		return result;
	wait = flags & RPM_AUTO ? autosuspend_wait_ms(dev) : 0;
	if (wait || (flags & RPM_ASYNC))
		return later(dev, false, RPM_AUTO, msecs_to_jiffies(wait));
	return do_suspend(dev);
}

int __pm_runtime_idle(struct device *dev, int flags)
{
	const struct dev_pm_ops *ops = pm_ops_of(dev);
	int result;

	may_call_back(dev, flags);
	if (flags & RPM_GET_PUT) {
		result = drop_usage(dev);
		if (result)
			return result < 0 ? result : 0;
	}
	result = check_suspend_allowed(dev);
	if (result)
		return result < 0 ? result : -EAGAIN;
	if (flags & RPM_ASYNC)
		return later(dev, false, 0, 0);
	if (ops && ops->runtime_idle) {
		result = ops->runtime_idle(dev);
		if (result)
			return result;
	}
	return __pm_runtime_suspend(dev, RPM_AUTO);
}

int __pm_runtime_resume(struct device *dev, int flags)
{
	const struct dev_pm_ops *ops = pm_ops_of(dev);
	int error = 0;

	if (dev->power.runtime_status != RPM_ACTIVE)
		may_call_back(dev, flags);
	if (flags & RPM_GET_PUT)
		dev->power.usage_count++;
	if (dev->power.runtime_error)
		return -EINVAL;
	if (dev->power.disable_depth > 0)
		return dev->power.disable_depth == 1 && dev->power.is_suspended && dev->power.runtime_status == RPM_ACTIVE ?
			       1 : -EACCES;
	if (dev->power.runtime_status == RPM_ACTIVE)
		return 1;
	if (flags & RPM_ASYNC)
		return later(dev, true, 0, 0);
	dev->power.runtime_status = RPM_RESUMING;
	if (ops && ops->runtime_resume)
		error = ops->runtime_resume(dev);
	else if (!dev->power.no_callbacks)
		error = -ENOSYS;
	dev->power.runtime_status = error ? RPM_SUSPENDED : RPM_ACTIVE;
	dev->power.runtime_error = error;
	if (!error)
		pm_runtime_mark_last_busy(dev);
	return error;
}

int __pm_runtime_set_status(struct device *dev, unsigned int status)
{
	if (!dev->power.runtime_error && !dev->power.disable_depth)
		return -EAGAIN;
	dev->power.runtime_status = status;
	dev->power.runtime_error = 0;
	return 0;
}

/* Its parent stays awake from now on, as it could not be woken without sleeping. */
void pm_runtime_irq_safe(struct device *dev)
{
	if (dev->parent)
		pm_runtime_get_sync(dev->parent);
	dev->power.irq_safe = 1;
}

int pm_runtime_barrier(struct device *dev)
{
	return 0;
}

void pm_runtime_enable(struct device *dev)
{
	if (!dev->power.disable_depth) {
		dev_warn(dev, "Unbalanced %s!\n", "pm_runtime_enable");
		return;
	}
	dev->power.disable_depth--;
}

void __pm_runtime_disable(struct device *dev, bool check_resume)
{
	dev->power.disable_depth++;
}

static void disable_action(void *data)
{
	pm_runtime_dont_use_autosuspend(data);
	pm_runtime_disable(data);
}

int devm_pm_runtime_enable(struct device *dev)
{
	pm_runtime_enable(dev);
	return devm_add_action_or_reset(dev, disable_action, dev);
}

void pm_runtime_allow(struct device *dev)
{
	if (dev->power.runtime_auto)
		return;
	dev->power.runtime_auto = 1;
	if (--dev->power.usage_count == 0)
		__pm_runtime_idle(dev, RPM_AUTO | RPM_ASYNC);
}

void pm_runtime_forbid(struct device *dev)
{
	if (!dev->power.runtime_auto)
		return;
	dev->power.runtime_auto = 0;
	dev->power.usage_count++;
	__pm_runtime_resume(dev, 0);
}

int pm_runtime_get_if_active(struct device *dev, bool even_if_unused)
{
	if (dev->power.disable_depth > 0)
		return -EINVAL;
	if (dev->power.runtime_status != RPM_ACTIVE || (!even_if_unused && !dev->power.usage_count))
		return 0;
	dev->power.usage_count++;
	return 1;
}

void pm_runtime_mark_last_busy(struct device *dev)
{
	dev->power.last_busy = ktime_get_ns();
}

/* A negative delay keeps the device awake. */
static void update_autosuspend(struct device *dev, int old_delay, bool old_use)
{
	bool before = old_use && old_delay < 0;
	bool after = dev->power.use_autosuspend && dev->power.autosuspend_delay < 0;

	if (after) {
		if (!before)
			__pm_runtime_resume(dev, RPM_GET_PUT);
		return;
	}
	if (before)
		dev->power.usage_count--;
	/* It may sleep earlier now than it was to. */
	__pm_runtime_idle(dev, 0);
}

void pm_runtime_set_autosuspend_delay(struct device *dev, int delay_ms)
{
	int before = dev->power.autosuspend_delay;

	dev->power.autosuspend_delay = delay_ms;
	update_autosuspend(dev, before, dev->power.use_autosuspend);
}

void __pm_runtime_use_autosuspend(struct device *dev, bool use)
{
	bool before = dev->power.use_autosuspend;

	dev->power.use_autosuspend = use;
	update_autosuspend(dev, dev->power.autosuspend_delay, before);
}

int pm_schedule_suspend(struct device *dev, unsigned int delay_ms)
{
	int result = check_suspend_allowed(dev);

	return result ? result : later(dev, false, RPM_AUTO, msecs_to_jiffies(delay_ms));
}

int pm_runtime_force_suspend(struct device *dev)
{
	const struct dev_pm_ops *ops = pm_ops_of(dev);
	int error = 0;

	pm_runtime_disable(dev);
	if (pm_runtime_status_suspended(dev))
		return 0;
	if (ops && ops->runtime_suspend)
		error = ops->runtime_suspend(dev);
	if (error) {
		pm_runtime_enable(dev);
		return error;
	}
	dev->power.runtime_status = RPM_SUSPENDED;
	return 0;
}

int pm_runtime_force_resume(struct device *dev)
{
	const struct dev_pm_ops *ops = pm_ops_of(dev);
	int error = 0;

	if (pm_runtime_status_suspended(dev) && dev->power.usage_count > 0) {
		if (ops && ops->runtime_resume)
			error = ops->runtime_resume(dev);
		dev->power.runtime_status = error ? RPM_SUSPENDED : RPM_ACTIVE;
	}
	pm_runtime_enable(dev);
	return error;
}

/* Off, and taken as asleep, until somebody enables it. */
void __pm_runtime_init(struct device *dev)
{
	memset(&dev->power, 0, sizeof(dev->power));
	dev->power.disable_depth = 1;
	dev->power.runtime_status = RPM_SUSPENDED;
	dev->power.runtime_auto = 1;
}

/* A driver has gone: what it left on is off again. */
void __pm_runtime_reinit(struct device *dev)
{
	if (dev->power.disable_depth && dev->power.runtime_status == RPM_ACTIVE && !dev->bus->pm)
		pm_runtime_set_suspended(dev);
}
