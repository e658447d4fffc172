/* Reset lines: found by the device tree's `resets`, held alone or shared by users that count. */
#include <linux/device.h>
#include <linux/kref.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/reset-controller.h>
#include <linux/reset.h>
#include <linux/slab.h>

struct reset_control {
	struct reset_controller_dev *rcdev;
	struct list_head list;
	unsigned int id;
	int users;
	bool shared;
	atomic_t deassert_count, triggered_count;
};

static DEFINE_MUTEX(reset_list_mutex);
static LIST_HEAD(reset_controller_list);

static int reset_by_first_cell(struct reset_controller_dev *rcdev, const struct of_phandle_args *args)
{
	return args->args[0] >= rcdev->nr_resets ? -EINVAL : (int)args->args[0];
}

int reset_controller_register(struct reset_controller_dev *rcdev)
{
	if (!rcdev->of_xlate) {
		rcdev->of_reset_n_cells = 1;
		rcdev->of_xlate = reset_by_first_cell;
	}
	INIT_LIST_HEAD(&rcdev->reset_control_head);
	mutex_lock(&reset_list_mutex);
	list_add(&rcdev->list, &reset_controller_list);
	mutex_unlock(&reset_list_mutex);
	return 0;
}

void reset_controller_unregister(struct reset_controller_dev *rcdev)
{
	mutex_lock(&reset_list_mutex);
	list_del(&rcdev->list);
	mutex_unlock(&reset_list_mutex);
}

static void unregister_managed_resets(void *rcdev)
{
	reset_controller_unregister(rcdev);
}

int devm_reset_controller_register(struct device *dev, struct reset_controller_dev *rcdev)
{
	int error = reset_controller_register(rcdev);

	return error ? error : devm_add_action_or_reset(dev, unregister_managed_resets, rcdev);
}

static struct reset_controller_dev *reset_controller_of(struct device_node *node)
{
	struct reset_controller_dev *rcdev;

	list_for_each_entry(rcdev, &reset_controller_list, list)
		if (rcdev->of_node == node)
			return rcdev;
	return NULL;
}

static struct reset_control *hold_reset(struct reset_controller_dev *rcdev, unsigned int id, bool shared)
{
	struct reset_control *rstc;

	list_for_each_entry(rstc, &rcdev->reset_control_head, list) {
		if (rstc->id != id)
			continue;
		if (WARN_ON(!rstc->shared || !shared))
			return ERR_PTR(-EBUSY);
		rstc->users++;
		return rstc;
	}
	rstc = kzalloc(sizeof(*rstc), GFP_KERNEL);
	if (!rstc)
		return ERR_PTR(-ENOMEM);
	if (!try_module_get(rcdev->owner)) {
		kfree(rstc);
		return ERR_PTR(-ENODEV);
	}
	rstc->rcdev = rcdev;
	rstc->id = id;
	rstc->users = 1;
	rstc->shared = shared;
	list_add(&rstc->list, &rcdev->reset_control_head);
	return rstc;
}

static struct reset_control *find_reset(struct of_phandle_args *args, bool shared)
{
	struct reset_controller_dev *rcdev = reset_controller_of(args->np);
	int id;

	if (!rcdev)
		return ERR_PTR(-EPROBE_DEFER);
	if (WARN_ON(args->args_count != rcdev->of_reset_n_cells))
		return ERR_PTR(-EINVAL);
	id = rcdev->of_xlate(rcdev, args);
	return id < 0 ? ERR_PTR(id) : hold_reset(rcdev, id, shared);
}

struct reset_control *__of_reset_control_get(struct device_node *node, const char *id, int index, bool shared, bool optional)
{
	struct reset_control *rstc;
	struct of_phandle_args args;
	int error;

	if (!node)
		return ERR_PTR(-EINVAL);
	if (id) {
		index = of_property_match_string(node, "reset-names", id);
		if (index == -EILSEQ)
			return ERR_PTR(index);
		if (index < 0)
			return optional ? NULL : ERR_PTR(-ENOENT);
	}
	error = of_parse_phandle_with_args(node, "resets", "#reset-cells", index, &args);
	if (error)
		return error == -ENOENT && optional ? NULL : ERR_PTR(error);
	mutex_lock(&reset_list_mutex);
	rstc = find_reset(&args, shared);
	mutex_unlock(&reset_list_mutex);
	return rstc;
}

struct reset_control *__reset_control_get(struct device *dev, const char *id, int index, bool shared, bool optional)
{
	if (dev->of_node)
		return __of_reset_control_get(dev->of_node, id, index, shared, optional);
	return optional ? NULL : ERR_PTR(-ENOENT);
}

void reset_control_put(struct reset_control *rstc)
{
	if (IS_ERR_OR_NULL(rstc))
		return;
	mutex_lock(&reset_list_mutex);
	if (--rstc->users == 0) {
		list_del(&rstc->list);
		module_put(rstc->rcdev->owner);
		kfree(rstc);
	}
	mutex_unlock(&reset_list_mutex);
}

static void put_managed_reset(void *rstc)
{
	reset_control_put(rstc);
}

struct reset_control *__devm_reset_control_get(struct device *dev, const char *id, int index, bool shared, bool optional)
{
	struct reset_control *rstc = __reset_control_get(dev, id, index, shared, optional);
	int error = IS_ERR_OR_NULL(rstc) ? 0 : devm_add_action_or_reset(dev, put_managed_reset, rstc);

	return error ? ERR_PTR(error) : rstc;
}

/* A shared line is pulsed for the first user alone. */
int reset_control_reset(struct reset_control *rstc)
{
	int error;

	if (!rstc)
		return 0;
	if (WARN_ON(IS_ERR(rstc)))
		return -EINVAL;
	if (!rstc->rcdev->ops->reset)
		return -ENOTSUPP;
	if (rstc->shared) {
		if (WARN_ON(atomic_read(&rstc->deassert_count) != 0))
			return -EINVAL;
		if (atomic_inc_return(&rstc->triggered_count) != 1)
			return 0;
	}
	error = rstc->rcdev->ops->reset(rstc->rcdev, rstc->id);
	if (rstc->shared && error)
		atomic_dec(&rstc->triggered_count);
	return error;
}

/* A shared line is asserted when the last of its users asks for it. */
int reset_control_assert(struct reset_control *rstc)
{
	if (!rstc)
		return 0;
	if (WARN_ON(IS_ERR(rstc)))
		return -EINVAL;
	if (rstc->shared) {
		if (WARN_ON(atomic_read(&rstc->triggered_count) != 0) || WARN_ON(atomic_read(&rstc->deassert_count) == 0))
			return -EINVAL;
		if (atomic_dec_return(&rstc->deassert_count) != 0 || !rstc->rcdev->ops->assert)
			return 0;
	} else if (!rstc->rcdev->ops->assert) {
		return -ENOTSUPP;
	}
	return rstc->rcdev->ops->assert(rstc->rcdev, rstc->id);
}

int reset_control_deassert(struct reset_control *rstc)
{
	if (!rstc)
		return 0;
	if (WARN_ON(IS_ERR(rstc)))
		return -EINVAL;
	if (rstc->shared) {
		if (WARN_ON(atomic_read(&rstc->triggered_count) != 0))
			return -EINVAL;
		if (atomic_inc_return(&rstc->deassert_count) != 1)
			return 0;
	}
	/* A controller that only pulses its lines has nothing to release. */
	return rstc->rcdev->ops->deassert ? rstc->rcdev->ops->deassert(rstc->rcdev, rstc->id) : 0;
}

int reset_control_status(struct reset_control *rstc)
{
	if (!rstc)
		return 0;
	if (WARN_ON(IS_ERR(rstc)))
		return -EINVAL;
	return rstc->rcdev->ops->status ? rstc->rcdev->ops->status(rstc->rcdev, rstc->id) : -ENOTSUPP;
}

static int pulse(struct device *dev, bool optional)
{
	struct reset_control *rstc = __reset_control_get(dev, NULL, 0, false, optional);
	int error;

	if (IS_ERR(rstc))
		return PTR_ERR(rstc);
	error = reset_control_reset(rstc);
	reset_control_put(rstc);
	return error;
}

int device_reset(struct device *dev) { return pulse(dev, false); }
int device_reset_optional(struct device *dev) { return pulse(dev, true); }
