/* Clocks that go with the driver's hold on its device, and several at once. */
#include "kernel/drivers/clk/clk.h"
#include <linux/device.h>

static void put_managed_clk(void *clk) { clk_put(clk); }
static void unprepare_managed_clk(void *clk) { clk_unprepare(clk); }
static void disable_managed_clk(void *clk) { clk_disable_unprepare(clk); }

static struct clk *managed_clk(struct device *dev, struct clk *clk)
{
	int error = IS_ERR_OR_NULL(clk) ? 0 : devm_add_action_or_reset(dev, put_managed_clk, clk);

	return error ? ERR_PTR(error) : clk;
}

static struct clk *managed_start(struct device *dev, struct clk *clk, int (*start)(struct clk *), void (*stop)(void *))
{
	int error;

	clk = managed_clk(dev, clk);
	if (IS_ERR_OR_NULL(clk))
		return clk;
	error = start(clk);
	if (!error)
		error = devm_add_action_or_reset(dev, stop, clk);
	return error ? ERR_PTR(error) : clk;
}

struct clk *devm_clk_get(struct device *dev, const char *id) { return managed_clk(dev, clk_get(dev, id)); }
struct clk *devm_clk_get_optional(struct device *dev, const char *id) { return managed_clk(dev, clk_get_optional(dev, id)); }

struct clk *devm_clk_get_prepared(struct device *dev, const char *id)
{
	return managed_start(dev, clk_get(dev, id), clk_prepare, unprepare_managed_clk);
}

struct clk *devm_clk_get_enabled(struct device *dev, const char *id)
{
	return managed_start(dev, clk_get(dev, id), clk_prepare_enable, disable_managed_clk);
}

struct clk *devm_clk_get_optional_prepared(struct device *dev, const char *id)
{
	return managed_start(dev, clk_get_optional(dev, id), clk_prepare, unprepare_managed_clk);
}

struct clk *devm_clk_get_optional_enabled(struct device *dev, const char *id)
{
	return managed_start(dev, clk_get_optional(dev, id), clk_prepare_enable, disable_managed_clk);
}

void devm_clk_put(struct device *dev, struct clk *clk)
{
	devm_release_action(dev, put_managed_clk, clk);
}

static int get_all(struct device *dev, int count, struct clk_bulk_data *clks, bool optional)
{
	int i, error;

	for (i = 0; i < count; i++)
		clks[i].clk = NULL;
	for (i = 0; i < count; i++) {
		clks[i].clk = optional ? clk_get_optional(dev, clks[i].id) : clk_get(dev, clks[i].id);
		if (!IS_ERR(clks[i].clk))
			continue;
		error = PTR_ERR(clks[i].clk);
		clks[i].clk = NULL;
		dev_err_probe(dev, error, "Failed to get clk '%s'\n", clks[i].id);
		clk_bulk_put(i, clks);
		return error;
	}
	return 0;
}

int clk_bulk_get(struct device *dev, int count, struct clk_bulk_data *clks) { return get_all(dev, count, clks, false); }
int clk_bulk_get_optional(struct device *dev, int count, struct clk_bulk_data *clks)
{
	return get_all(dev, count, clks, true);
}

void clk_bulk_put(int count, struct clk_bulk_data *clks)
{
	while (--count >= 0) {
		clk_put(clks[count].clk);
		clks[count].clk = NULL;
	}
}

int clk_bulk_prepare_enable(int count, const struct clk_bulk_data *clks)
{
	int i, error;

	for (i = 0; i < count; i++) {
		error = clk_prepare_enable(clks[i].clk);
		if (!error)
			continue;
		pr_err("Failed to enable clk '%s': %d\n", clks[i].id, error);
		clk_bulk_disable_unprepare(i, clks);
		return error;
	}
	return 0;
}

void clk_bulk_disable_unprepare(int count, const struct clk_bulk_data *clks)
{
	while (--count >= 0)
		clk_disable_unprepare(clks[count].clk);
}

static int managed_all(struct device *dev, int count, struct clk_bulk_data *clks, bool optional)
{
	int i, error = get_all(dev, count, clks, optional);

	for (i = 0; !error && i < count; i++)
		if (clks[i].clk)
			error = devm_add_action_or_reset(dev, put_managed_clk, clks[i].clk);
	return error;
}

int devm_clk_bulk_get(struct device *dev, int count, struct clk_bulk_data *clks)
{
	return managed_all(dev, count, clks, false);
}

int devm_clk_bulk_get_optional(struct device *dev, int count, struct clk_bulk_data *clks)
{
	return managed_all(dev, count, clks, true);
}

static void unregister_managed_clk(void *hw)
{
	clk_hw_unregister(hw);
}

int devm_clk_hw_register(struct device *dev, struct clk_hw *hw)
{
	int error = clk_hw_register(dev, hw);

	return error ? error : devm_add_action_or_reset(dev, unregister_managed_clk, hw);
}

struct clk *devm_clk_register(struct device *dev, struct clk_hw *hw)
{
	int error = devm_clk_hw_register(dev, hw);

	return error ? ERR_PTR(error) : hw->clk;
}
