/* Clocks, as the drivers that make them describe them. */
#ifndef _LINUX_CLK_PROVIDER_H
#define _LINUX_CLK_PROVIDER_H

#include <linux/clk.h>
#include <linux/of.h>

#define CLK_SET_RATE_GATE BIT(0)
#define CLK_SET_PARENT_GATE BIT(1)
#define CLK_SET_RATE_PARENT BIT(2)
#define CLK_IGNORE_UNUSED BIT(3)
#define CLK_GET_RATE_NOCACHE BIT(6)
#define CLK_IS_CRITICAL BIT(11)

struct clk_core;

struct clk_hw {
	struct clk_core *core;
	struct clk *clk;
	const struct clk_init_data *init;
};

struct clk_rate_request {
	unsigned long rate;
	unsigned long min_rate;
	unsigned long max_rate;
	unsigned long best_parent_rate;
	struct clk_hw *best_parent_hw;
};

/* The operations of a clock of this model; those for phase, accuracy, duty cycle and saving are not called. */
struct clk_ops {
	int (*prepare)(struct clk_hw *hw);
	void (*unprepare)(struct clk_hw *hw);
	int (*is_prepared)(struct clk_hw *hw);
	int (*enable)(struct clk_hw *hw);
	void (*disable)(struct clk_hw *hw);
	int (*is_enabled)(struct clk_hw *hw);
	unsigned long (*recalc_rate)(struct clk_hw *hw, unsigned long parent_rate);
	long (*round_rate)(struct clk_hw *hw, unsigned long rate, unsigned long *parent_rate);
	int (*determine_rate)(struct clk_hw *hw, struct clk_rate_request *request);
	int (*set_parent)(struct clk_hw *hw, u8 index);
	u8 (*get_parent)(struct clk_hw *hw);
	int (*set_rate)(struct clk_hw *hw, unsigned long rate, unsigned long parent_rate);
	int (*init)(struct clk_hw *hw);
	void (*terminate)(struct clk_hw *hw);
};

struct clk_parent_data {
	const struct clk_hw *hw;
	const char *fw_name;
	const char *name;
	int index;
};

struct clk_init_data {
	const char *name;
	const struct clk_ops *ops;
	const char *const *parent_names;
	const struct clk_parent_data *parent_data;
	const struct clk_hw **parent_hws;
	u8 num_parents;
	unsigned long flags;
};

struct clk_hw_onecell_data {
	unsigned int num;
	struct clk_hw *hws[];
};

/* drivers/clk/clk.c */
int clk_hw_register(struct device *dev, struct clk_hw *hw);
int devm_clk_hw_register(struct device *dev, struct clk_hw *hw);
void clk_hw_unregister(struct clk_hw *hw);
struct clk *clk_register(struct device *dev, struct clk_hw *hw);
struct clk *devm_clk_register(struct device *dev, struct clk_hw *hw);
void clk_unregister(struct clk *clk);
const char *clk_hw_get_name(const struct clk_hw *hw);
unsigned long clk_hw_get_rate(const struct clk_hw *hw);
struct clk_hw *clk_hw_get_parent(const struct clk_hw *hw);
struct clk_hw *__clk_get_hw(struct clk *clk);
const char *__clk_get_name(const struct clk *clk);
bool __clk_is_enabled(struct clk *clk);
int of_clk_add_hw_provider(struct device_node *np, struct clk_hw *(*get)(struct of_phandle_args *args, void *data),
			   void *data);
int devm_of_clk_add_hw_provider(struct device *dev, struct clk_hw *(*get)(struct of_phandle_args *args, void *data),
				void *data);
int of_clk_add_provider(struct device_node *np, struct clk *(*get)(struct of_phandle_args *args, void *data), void *data);
void of_clk_del_provider(struct device_node *np);
struct clk_hw *of_clk_hw_simple_get(struct of_phandle_args *args, void *data);
struct clk_hw *of_clk_hw_onecell_get(struct of_phandle_args *args, void *data);
struct clk *of_clk_src_simple_get(struct of_phandle_args *args, void *data);
/* drivers/clk/clk-fixed-rate.c */
struct clk_hw *clk_hw_register_fixed_rate(struct device *dev, const char *name, const char *parent_name,
					  unsigned long flags, unsigned long fixed_rate);
struct clk *clk_register_fixed_rate(struct device *dev, const char *name, const char *parent_name, unsigned long flags,
				    unsigned long fixed_rate);
void clk_hw_unregister_fixed_rate(struct clk_hw *hw);
void clk_unregister_fixed_rate(struct clk *clk);

#endif
