/* Shared by the clock framework's files. */
#ifndef _CLK_H
#define _CLK_H

#include <linux/clk-provider.h>
#include <linux/list.h>

/* One clock of the hardware. */
struct clk_core {
	const char *name;
	const struct clk_ops *ops;
	struct clk_hw *hw;
	struct device *dev;
	const char *const *parent_names;
	struct clk_core **parents;
	u8 num_parents;
	struct clk_core *parent;
	unsigned long flags;
	unsigned long rate;
	unsigned int enable_count, prepare_count;
	struct list_head link;
};

/* One user's hold on it. */
struct clk {
	struct clk_core *core;
	struct device *dev;
	const char *dev_id, *con_id;
};

struct clk_core *__clk_core_named(const char *name);
struct clk_core *__clk_parent_at(struct device *dev, const struct clk_init_data *init, int index);
struct clk *__clk_for(struct device *dev, struct clk_core *core, const char *con_id);
struct clk *__clk_by_names(const char *dev_id, const char *con_id, struct device *dev);

#endif
