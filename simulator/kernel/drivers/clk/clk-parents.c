/* Which clock it is that a provider, a name or the device tree gives another one as its parent. */
#include "kernel/drivers/clk/clk.h"
#include <linux/clk.h>
#include <linux/device.h>
#include <linux/err.h>

struct clk_core *__clk_parent_at(struct device *dev, const struct clk_init_data *init, int index)
{
	const struct clk_parent_data *data = init->parent_data ? &init->parent_data[index] : NULL;
	struct clk_core *parent;
	struct clk *clk;

	if (init->parent_hws)
		return init->parent_hws[index]->core;
	if (init->parent_names)
		return __clk_core_named(init->parent_names[index]);
	if (!data)
		return NULL;
	if (data->hw)
		return data->hw->core;
	clk = dev && dev->of_node && data->fw_name ? of_clk_get_by_name(dev->of_node, data->fw_name) : ERR_PTR(-ENOENT);
	if (IS_ERR(clk))
		return data->name ? __clk_core_named(data->name) : NULL;
	parent = clk->core;
	clk_put(clk);
	return parent;
}
