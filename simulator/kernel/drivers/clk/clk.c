/* The clock framework: a tree of clocks, counted by those who prepare and enable them. */
#include "kernel/drivers/clk/clk.h"
#include <linux/device.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

static DEFINE_MUTEX(prepare_lock);
static DEFINE_SPINLOCK(enable_lock);
static LIST_HEAD(clk_cores);

struct clk_core *__clk_core_named(const char *name)
{
	struct clk_core *core;

	list_for_each_entry(core, &clk_cores, link)
		if (name && !strcmp(core->name, name))
			return core;
	return NULL;
}

static unsigned long parent_rate_of(const struct clk_core *core)
{
	return core->parent ? core->parent->rate : 0;
}

/* The rate of a clock and, with it, of all below. */
static void recalculate_rates(struct clk_core *core)
{
	struct clk_core *child;

	core->rate = core->ops->recalc_rate ? core->ops->recalc_rate(core->hw, parent_rate_of(core)) : parent_rate_of(core);
	list_for_each_entry(child, &clk_cores, link)
		if (child->parent == core)
			recalculate_rates(child);
}

struct clk *__clk_for(struct device *dev, struct clk_core *core, const char *con_id)
{
	struct clk *clk = kzalloc(sizeof(*clk), GFP_KERNEL);

	if (!clk)
		return ERR_PTR(-ENOMEM);
	clk->core = core;
	clk->dev = dev;
	clk->dev_id = dev ? dev_name(dev) : NULL;
	clk->con_id = con_id ? kstrdup(con_id, GFP_KERNEL) : NULL;
	return clk;
}

void clk_put(struct clk *clk)
{
	if (!clk || WARN_ON_ONCE(IS_ERR(clk)))
		return;
	kfree(clk->con_id);
	kfree(clk);
}

static void unprepare_core(struct clk_core *core)
{
	for (; core; core = core->parent) {
		if (WARN(core->prepare_count == 0, "%s already unprepared\n", core->name))
			return;
		if (WARN(core->prepare_count == 1 && core->flags & CLK_IS_CRITICAL, "Unpreparing critical %s\n", core->name))
			return;
		if (--core->prepare_count > 0)
			return;
		WARN(core->enable_count > 0, "Unpreparing enabled %s\n", core->name);
		if (core->ops->unprepare)
			core->ops->unprepare(core->hw);
	}
}

static int prepare_core(struct clk_core *core)
{
	int error;

	if (!core)
		return 0;
	if (core->prepare_count == 0) {
		error = prepare_core(core->parent);
		if (error)
			return error;
		error = core->ops->prepare ? core->ops->prepare(core->hw) : 0;
		if (error) {
			unprepare_core(core->parent);
			return error;
		}
	}
	core->prepare_count++;
	return 0;
}

int clk_prepare(struct clk *clk)
{
	int error;

	if (!clk)
		return 0;
	mutex_lock(&prepare_lock);
	error = prepare_core(clk->core);
	mutex_unlock(&prepare_lock);
	return error;
}

void clk_unprepare(struct clk *clk)
{
	if (IS_ERR_OR_NULL(clk))
		return;
	mutex_lock(&prepare_lock);
	unprepare_core(clk->core);
	mutex_unlock(&prepare_lock);
}

static void disable_core(struct clk_core *core)
{
	for (; core; core = core->parent) {
		if (WARN(core->enable_count == 0, "%s already disabled\n", core->name))
			return;
		if (WARN(core->enable_count == 1 && core->flags & CLK_IS_CRITICAL, "Disabling critical %s\n", core->name))
			return;
		if (--core->enable_count > 0)
			return;
		if (core->ops->disable)
			core->ops->disable(core->hw);
	}
}

static int enable_core(struct clk_core *core)
{
	int error;

	if (!core)
		return 0;
	if (WARN(core->prepare_count == 0, "Enabling unprepared %s\n", core->name))
		return -ESHUTDOWN;
	if (core->enable_count == 0) {
		error = enable_core(core->parent);
		if (error)
			return error;
		error = core->ops->enable ? core->ops->enable(core->hw) : 0;
		if (error) {
			disable_core(core->parent);
			return error;
		}
	}
	core->enable_count++;
	return 0;
}

int clk_enable(struct clk *clk)
{
	unsigned long flags;
	int error;

	if (!clk)
		return 0;
	spin_lock_irqsave(&enable_lock, flags);
	error = enable_core(clk->core);
	spin_unlock_irqrestore(&enable_lock, flags);
	return error;
}

void clk_disable(struct clk *clk)
{
	unsigned long flags;

	if (IS_ERR_OR_NULL(clk))
		return;
	spin_lock_irqsave(&enable_lock, flags);
	disable_core(clk->core);
	spin_unlock_irqrestore(&enable_lock, flags);
}

unsigned long clk_get_rate(struct clk *clk)
{
	if (!clk)
		return 0;
	if (clk->core->flags & CLK_GET_RATE_NOCACHE)
		recalculate_rates(clk->core);
	return clk->core->rate;
}

/* What the clock would make of `rate`; `parent_rate` becomes what it wants of its parent. A clock that cannot change stays as it is. */
static long round_core(struct clk_core *core, unsigned long rate, unsigned long *parent_rate)
{
	struct clk_rate_request request = { .rate = rate, .max_rate = ULONG_MAX, .best_parent_rate = *parent_rate };
	unsigned long above;
	int error;

	if (core->ops->determine_rate) {
		request.best_parent_hw = core->parent ? core->parent->hw : NULL;
		error = core->ops->determine_rate(core->hw, &request);
		*parent_rate = request.best_parent_rate;
		return error ? error : (long)request.rate;
	}
	if (core->ops->round_rate)
		return core->ops->round_rate(core->hw, rate, parent_rate);
	if (!core->parent || !(core->flags & CLK_SET_RATE_PARENT))
		return core->rate;
	above = parent_rate_of(core->parent);
	*parent_rate = round_core(core->parent, rate, &above);
	return *parent_rate;
}

long clk_round_rate(struct clk *clk, unsigned long rate)
{
	unsigned long parent_rate;

	if (!clk)
		return 0;
	parent_rate = parent_rate_of(clk->core);
	return round_core(clk->core, rate, &parent_rate);
}

static int set_core_rate(struct clk_core *core, unsigned long rate)
{
	unsigned long parent_rate = parent_rate_of(core);
	long rounded = round_core(core, rate, &parent_rate);
	int error = 0;

	if (rounded < 0)
		return rounded;
	if ((unsigned long)rounded == core->rate)
		return 0;
	if ((core->flags & CLK_SET_RATE_GATE) && core->prepare_count)
		return -EBUSY;
	if ((core->flags & CLK_SET_RATE_PARENT) && core->parent && parent_rate != core->parent->rate)
		error = set_core_rate(core->parent, parent_rate);
	if (!error && core->ops->set_rate)
		error = core->ops->set_rate(core->hw, rounded, parent_rate_of(core));
	recalculate_rates(core);
	return error;
}

int clk_set_rate(struct clk *clk, unsigned long rate)
{
	int error;

	if (!clk)
		return 0;
	mutex_lock(&prepare_lock);
	error = set_core_rate(clk->core, rate);
	mutex_unlock(&prepare_lock);
	return error;
}

static int index_of_parent(struct clk_core *core, struct clk_core *parent)
{
	int i;

	for (i = 0; i < core->num_parents; i++)
		if (core->parents[i] == parent)
			return i;
	return -EINVAL;
}

static int set_core_parent(struct clk_core *core, struct clk_core *parent)
{
	int index, error;

	if (core->parent == parent)
		return 0;
	if (core->num_parents > 1 && !core->ops->set_parent)
		return -EPERM;
	if ((core->flags & CLK_SET_PARENT_GATE) && core->prepare_count)
		return -EBUSY;
	index = index_of_parent(core, parent);
	if (index < 0)
		return index;
	if (core->prepare_count) {
		prepare_core(parent);
		if (core->enable_count)
			enable_core(parent);
	}
	error = core->ops->set_parent ? core->ops->set_parent(core->hw, index) : 0;
	if (core->prepare_count) {
		struct clk_core *left = error ? parent : core->parent;

		if (core->enable_count)
			disable_core(left);
		unprepare_core(left);
	}
	if (!error)
		core->parent = parent;
	recalculate_rates(core);
	return error;
}

int clk_set_parent(struct clk *clk, struct clk *parent)
{
	int error;

	if (!clk)
		return 0;
	mutex_lock(&prepare_lock);
	error = set_core_parent(clk->core, parent ? parent->core : NULL);
	mutex_unlock(&prepare_lock);
	return error;
}

struct clk *clk_get_parent(struct clk *clk)
{
	return clk && clk->core->parent ? clk->core->parent->hw->clk : NULL;
}

bool clk_is_match(const struct clk *p, const struct clk *q)
{
	return p == q || (!IS_ERR_OR_NULL(p) && !IS_ERR_OR_NULL(q) && p->core == q->core);
}

int clk_hw_register(struct device *dev, struct clk_hw *hw)
{
	const struct clk_init_data *init = hw->init;
	struct clk_core *core = kzalloc(sizeof(*core), GFP_KERNEL);
	int i, index = 0;

	if (!core)
		return -ENOMEM;
	if (WARN_ON(!init->ops)) {
		kfree(core);
		return -EINVAL;
	}
	core->name = kstrdup(init->name, GFP_KERNEL);
	core->ops = init->ops;
	core->hw = hw;
	core->dev = dev;
	core->flags = init->flags;
	core->num_parents = init->num_parents;
	core->parents = kcalloc(init->num_parents + 1, sizeof(*core->parents), GFP_KERNEL);
	for (i = 0; i < init->num_parents; i++)
		core->parents[i] = __clk_parent_at(dev, init, i);
	mutex_lock(&prepare_lock);
	if (__clk_core_named(init->name)) {
		mutex_unlock(&prepare_lock);
		pr_debug("%s: clk %s already initialized\n", __func__, init->name);
		kfree(core->parents);
		kfree(core->name);
		kfree(core);
		return -EEXIST;
	}
	hw->core = core;
	hw->init = NULL;
	list_add_tail(&core->link, &clk_cores);
	if (core->ops->get_parent)
		index = core->ops->get_parent(hw);
	core->parent = index < core->num_parents ? core->parents[index] : NULL;
	if (core->ops->init)
		core->ops->init(hw);
	recalculate_rates(core);
	if (core->flags & CLK_IS_CRITICAL && !prepare_core(core))
		enable_core(core);
	mutex_unlock(&prepare_lock);
	hw->clk = __clk_for(dev, core, NULL);
	return 0;
}

void clk_hw_unregister(struct clk_hw *hw)
{
	struct clk_core *core = hw->core, *child;

	mutex_lock(&prepare_lock);
	if (core->prepare_count)
		pr_warn("%s: unregistering prepared clock: %s\n", __func__, core->name);
	list_for_each_entry(child, &clk_cores, link)
		if (child->parent == core)
			child->parent = NULL;
	list_del(&core->link);
	mutex_unlock(&prepare_lock);
	clk_put(hw->clk);
	hw->clk = NULL;
	hw->core = NULL;
	kfree(core->parents);
	kfree(core->name);
	kfree(core);
}

struct clk *clk_register(struct device *dev, struct clk_hw *hw)
{
	int error = clk_hw_register(dev, hw);

	return error ? ERR_PTR(error) : hw->clk;
}

void clk_unregister(struct clk *clk)
{
	if (clk && !WARN_ON_ONCE(IS_ERR(clk)))
		clk_hw_unregister(clk->core->hw);
}

const char *clk_hw_get_name(const struct clk_hw *hw) { return hw->core->name; }
unsigned long clk_hw_get_rate(const struct clk_hw *hw) { return hw->core->rate; }
struct clk_hw *clk_hw_get_parent(const struct clk_hw *hw) { return hw->core->parent ? hw->core->parent->hw : NULL; }
struct clk_hw *__clk_get_hw(struct clk *clk) { return clk ? clk->core->hw : NULL; }
const char *__clk_get_name(const struct clk *clk) { return clk ? clk->core->name : NULL; }
bool __clk_is_enabled(struct clk *clk) { return clk && clk->core->enable_count; }
