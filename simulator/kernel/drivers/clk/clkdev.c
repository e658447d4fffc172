/* Which clock a device means: by its device tree node, else by the names that somebody registered. */
#include "kernel/drivers/clk/clk.h"
#include <linux/clkdev.h>
#include <linux/device.h>
#include <linux/slab.h>

/* What a node gives to those whose `clocks` name it. */
struct of_clk_provider {
	struct list_head link;
	struct device_node *node;
	struct clk *(*get)(struct of_phandle_args *args, void *data);
	struct clk_hw *(*get_hw)(struct of_phandle_args *args, void *data);
	void *data;
};

struct clk_lookup {
	struct list_head link;
	char *dev_id, *con_id;
	struct clk_hw *hw;
};

static LIST_HEAD(of_clk_providers);
static LIST_HEAD(clk_lookups);

static int add_clk_provider(struct device_node *np, struct of_clk_provider what)
{
	struct of_clk_provider *provider;

	if (!np)
		return 0;
	provider = kmemdup(&what, sizeof(what), GFP_KERNEL);
	if (!provider)
		return -ENOMEM;
	provider->node = np;
	list_add(&provider->link, &of_clk_providers);
	return 0;
}

int of_clk_add_hw_provider(struct device_node *np, struct clk_hw *(*get)(struct of_phandle_args *args, void *data), void *data)
{
	return add_clk_provider(np, (struct of_clk_provider){ .get_hw = get, .data = data });
}

int of_clk_add_provider(struct device_node *np, struct clk *(*get)(struct of_phandle_args *args, void *data), void *data)
{
	return add_clk_provider(np, (struct of_clk_provider){ .get = get, .data = data });
}

void of_clk_del_provider(struct device_node *np)
{
	struct of_clk_provider *provider, *next;

	list_for_each_entry_safe(provider, next, &of_clk_providers, link)
		if (np && provider->node == np) {
			list_del(&provider->link);
			kfree(provider);
			return;
		}
}

static void delete_managed_clk_provider(void *np)
{
	of_clk_del_provider(np);
}

int devm_of_clk_add_hw_provider(struct device *dev, struct clk_hw *(*get)(struct of_phandle_args *args, void *data),
				void *data)
{
	int error = of_clk_add_hw_provider(dev->of_node, get, data);

	return error ? error : devm_add_action_or_reset(dev, delete_managed_clk_provider, dev->of_node);
}

struct clk_hw *of_clk_hw_simple_get(struct of_phandle_args *args, void *data) { return data; }
struct clk *of_clk_src_simple_get(struct of_phandle_args *args, void *data) { return data; }

struct clk_hw *of_clk_hw_onecell_get(struct of_phandle_args *args, void *data)
{
	struct clk_hw_onecell_data *all = data;

	if (args->args[0] < all->num)
		return all->hws[args->args[0]];
	pr_err("%s: invalid index %u\n", __func__, args->args[0]);
	return ERR_PTR(-EINVAL);
}

/* -EPROBE_DEFER while nobody provides for the node. */
static struct clk_hw *provided_hw(struct of_phandle_args *args)
{
	struct clk_hw *hw = ERR_PTR(-EPROBE_DEFER);
	struct of_clk_provider *provider;
	struct clk *clk;

	list_for_each_entry(provider, &of_clk_providers, link) {
		if (provider->node != args->np)
			continue;
		if (provider->get_hw) {
			hw = provider->get_hw(args, provider->data);
		} else {
			clk = provider->get(args, provider->data);
			hw = IS_ERR(clk) ? ERR_CAST(clk) : __clk_get_hw(clk);
		}
		if (!IS_ERR(hw))
			break;
	}
	return hw;
}

static struct clk *of_clk_of(struct device *dev, struct device_node *np, int index, const char *con_id)
{
	struct of_phandle_args args;
	struct clk_hw *hw;
	int error = of_parse_phandle_with_args(np, "clocks", "#clock-cells", index, &args);

	if (error)
		return ERR_PTR(error);
	hw = provided_hw(&args);
	return IS_ERR_OR_NULL(hw) ? ERR_CAST(hw) : __clk_for(dev, hw->core, con_id);
}

static struct clk *of_clk_named(struct device *dev, struct device_node *np, const char *name)
{
	int index = name ? of_property_match_string(np, "clock-names", name) : 0;

	return of_clk_of(dev, np, index < 0 ? -1 : index, name);
}

struct clk *of_clk_get(struct device_node *np, int index) { return of_clk_of(NULL, np, index, NULL); }
struct clk *of_clk_get_by_name(struct device_node *np, const char *name)
{
	return np ? of_clk_named(NULL, np, name) : ERR_PTR(-ENOENT);
}

struct clk *of_clk_get_from_provider(struct of_phandle_args *args)
{
	struct clk_hw *hw = provided_hw(args);

	return IS_ERR(hw) ? ERR_CAST(hw) : __clk_for(NULL, hw->core, NULL);
}

int clk_hw_register_clkdev(struct clk_hw *hw, const char *con_id, const char *dev_id)
{
	struct clk_lookup *lookup;

	if (IS_ERR(hw))
		return PTR_ERR(hw);
	lookup = kzalloc(sizeof(*lookup), GFP_KERNEL);
	if (!lookup)
		return -ENOMEM;
	lookup->con_id = con_id ? kstrdup(con_id, GFP_KERNEL) : NULL;
	lookup->dev_id = dev_id ? kstrdup(dev_id, GFP_KERNEL) : NULL;
	lookup->hw = hw;
	list_add_tail(&lookup->link, &clk_lookups);
	return 0;
}

int clk_register_clkdev(struct clk *clk, const char *con_id, const char *dev_id)
{
	return IS_ERR(clk) ? PTR_ERR(clk) : clk_hw_register_clkdev(__clk_get_hw(clk), con_id, dev_id);
}

/* Device and connection weigh 2 and 1; an entry that names what is not asked for does not count. */
struct clk *__clk_by_names(const char *dev_id, const char *con_id, struct device *dev)
{
	struct clk_lookup *lookup, *best = NULL;
	int match, best_match = 0;

	list_for_each_entry(lookup, &clk_lookups, link) {
		match = 0;
		if (lookup->dev_id) {
			if (!dev_id || strcmp(lookup->dev_id, dev_id))
				continue;
			match += 2;
		}
		if (lookup->con_id) {
			if (!con_id || strcmp(lookup->con_id, con_id))
				continue;
			match += 1;
		}
		if (match > best_match) {
			best = lookup;
			best_match = match;
		}
	}
	return best ? __clk_for(dev, best->hw->core, con_id) : ERR_PTR(-ENOENT);
}

struct clk *clk_get(struct device *dev, const char *id)
{
	struct clk *clk = dev && dev->of_node ? of_clk_named(dev, dev->of_node, id) : ERR_PTR(-ENOENT);

	if (!IS_ERR(clk) || PTR_ERR(clk) == -EPROBE_DEFER)
		return clk;
	return __clk_by_names(dev ? dev_name(dev) : NULL, id, dev);
}

struct clk *clk_get_optional(struct device *dev, const char *id)
{
	struct clk *clk = clk_get(dev, id);

	return clk == ERR_PTR(-ENOENT) ? NULL : clk;
}
