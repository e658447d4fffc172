/* Clocks, as the drivers of devices use them. Preparing may sleep, enabling may not. */
#ifndef _LINUX_CLK_H
#define _LINUX_CLK_H

#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/notifier.h>

struct clk;
struct device;
struct device_node;
struct of_phandle_args;

struct clk_bulk_data {
	const char *id;
	struct clk *clk;
};

/* drivers/clk/clk.c. A clock of NULL is one that need not be there: all calls succeed, its rate is 0. */
struct clk *clk_get(struct device *dev, const char *id);
struct clk *clk_get_optional(struct device *dev, const char *id);
void clk_put(struct clk *clk);
int clk_prepare(struct clk *clk);
void clk_unprepare(struct clk *clk);
int clk_enable(struct clk *clk);
void clk_disable(struct clk *clk);
unsigned long clk_get_rate(struct clk *clk);
long clk_round_rate(struct clk *clk, unsigned long rate);
int clk_set_rate(struct clk *clk, unsigned long rate);
int clk_set_parent(struct clk *clk, struct clk *parent);
struct clk *clk_get_parent(struct clk *clk);
bool clk_is_match(const struct clk *p, const struct clk *q);
struct clk *of_clk_get(struct device_node *np, int index);
struct clk *of_clk_get_by_name(struct device_node *np, const char *name);
struct clk *of_clk_get_from_provider(struct of_phandle_args *args);

static inline int clk_prepare_enable(struct clk *clk)
{
	int error = clk_prepare(clk);

	if (error)
		return error;
	error = clk_enable(clk);
	if (error)
		clk_unprepare(clk);
	return error;
}

static inline void clk_disable_unprepare(struct clk *clk)
{
	clk_disable(clk);
	clk_unprepare(clk);
}

/* drivers/clk/clk-devres.c */
struct clk *devm_clk_get(struct device *dev, const char *id);
struct clk *devm_clk_get_prepared(struct device *dev, const char *id);
struct clk *devm_clk_get_enabled(struct device *dev, const char *id);
struct clk *devm_clk_get_optional(struct device *dev, const char *id);
struct clk *devm_clk_get_optional_prepared(struct device *dev, const char *id);
struct clk *devm_clk_get_optional_enabled(struct device *dev, const char *id);
void devm_clk_put(struct device *dev, struct clk *clk);
int clk_bulk_get(struct device *dev, int count, struct clk_bulk_data *clks);
int clk_bulk_get_optional(struct device *dev, int count, struct clk_bulk_data *clks);
void clk_bulk_put(int count, struct clk_bulk_data *clks);
int clk_bulk_prepare_enable(int count, const struct clk_bulk_data *clks);
void clk_bulk_disable_unprepare(int count, const struct clk_bulk_data *clks);
int devm_clk_bulk_get(struct device *dev, int count, struct clk_bulk_data *clks);
int devm_clk_bulk_get_optional(struct device *dev, int count, struct clk_bulk_data *clks);

#endif
