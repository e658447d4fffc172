/* Clocks that always run at one rate; those of the device tree (`fixed-clock`) are there from the start. */
#include "kernel/drivers/clk/clk.h"
#include <linux/device.h>
#include <linux/slab.h>

struct clk_fixed_rate {
	struct clk_hw hw;
	unsigned long fixed_rate;
};

static unsigned long fixed_rate_of(struct clk_hw *hw, unsigned long parent_rate)
{
	return container_of(hw, struct clk_fixed_rate, hw)->fixed_rate;
}

static const struct clk_ops clk_fixed_rate_ops = { .recalc_rate = fixed_rate_of };

struct clk_hw *clk_hw_register_fixed_rate(struct device *dev, const char *name, const char *parent_name,
					  unsigned long flags, unsigned long fixed_rate)
{
	struct clk_init_data init = { .name = name, .ops = &clk_fixed_rate_ops, .flags = flags,
				      .parent_names = &parent_name, .num_parents = parent_name ? 1 : 0 };
	struct clk_fixed_rate *fixed = kzalloc(sizeof(*fixed), GFP_KERNEL);
	int error;

	if (!fixed)
		return ERR_PTR(-ENOMEM);
	fixed->fixed_rate = fixed_rate;
	fixed->hw.init = &init;
	error = clk_hw_register(dev, &fixed->hw);
	if (!error)
		return &fixed->hw;
	kfree(fixed);
	return ERR_PTR(error);
}

struct clk *clk_register_fixed_rate(struct device *dev, const char *name, const char *parent_name, unsigned long flags,
				    unsigned long fixed_rate)
{
	struct clk_hw *hw = clk_hw_register_fixed_rate(dev, name, parent_name, flags, fixed_rate);

	return IS_ERR(hw) ? ERR_CAST(hw) : hw->clk;
}

void clk_hw_unregister_fixed_rate(struct clk_hw *hw)
{
	clk_hw_unregister(hw);
	kfree(container_of(hw, struct clk_fixed_rate, hw));
}

void clk_unregister_fixed_rate(struct clk *clk)
{
	if (clk)
		clk_hw_unregister_fixed_rate(__clk_get_hw(clk));
}

void __of_fixed_clocks_init(void)
{
	struct device_node *node;
	const char *name;
	struct clk_hw *hw;
	u32 rate;

	for_each_compatible_node(node, NULL, "fixed-clock") {
		if (of_property_read_u32(node, "clock-frequency", &rate))
			continue;
		name = node->name;
		(void)of_property_read_string(node, "clock-output-names", &name);
		hw = clk_hw_register_fixed_rate(NULL, name, NULL, 0, rate);
		if (!IS_ERR(hw))
			of_clk_add_hw_provider(node, of_clk_hw_simple_get, hw);
	}
}
