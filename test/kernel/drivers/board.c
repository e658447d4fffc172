/* An FPGA board's two blocks: one that gives a clock gate, reset lines and general-purpose lines, and one that needs them. */
#include <linux/clk-provider.h>
#include <linux/clk.h>
#include <linux/gpio.h>
#include <linux/gpio/driver.h>
#include <linux/io.h>
#include <linux/mfd/syscon.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/regmap.h>
#include <linux/reset-controller.h>
#include <linux/reset.h>

#define CONTROL_GATE 0x0
#define CONTROL_RESET 0x4
#define CONTROL_OUT 0x8
#define CONTROL_DIRECTION 0xc
#define CONTROL_IN 0x10

struct control {
	struct regmap *regs;
	struct clk_hw gate;
	struct reset_controller_dev resets;
	struct gpio_chip lines;
};

static int gate_enable(struct clk_hw *hw)
{
	return regmap_set_bits(container_of(hw, struct control, gate)->regs, CONTROL_GATE, 1);
}

static void gate_disable(struct clk_hw *hw)
{
	regmap_clear_bits(container_of(hw, struct control, gate)->regs, CONTROL_GATE, 1);
}

static unsigned long gate_rate(struct clk_hw *hw, unsigned long parent_rate)
{
	return parent_rate / 2;
}

static const struct clk_ops gate_ops = { .enable = gate_enable, .disable = gate_disable, .recalc_rate = gate_rate };

static int reset_assert(struct reset_controller_dev *rcdev, unsigned long id)
{
	return regmap_set_bits(container_of(rcdev, struct control, resets)->regs, CONTROL_RESET, BIT(id));
}

static int reset_deassert(struct reset_controller_dev *rcdev, unsigned long id)
{
	return regmap_clear_bits(container_of(rcdev, struct control, resets)->regs, CONTROL_RESET, BIT(id));
}

static int reset_status(struct reset_controller_dev *rcdev, unsigned long id)
{
	return regmap_test_bits(container_of(rcdev, struct control, resets)->regs, CONTROL_RESET, BIT(id));
}

static const struct reset_control_ops reset_ops = {
	.assert = reset_assert, .deassert = reset_deassert, .status = reset_status,
};

static int line_direction(struct gpio_chip *gc, unsigned int offset)
{
	struct control *control = gpiochip_get_data(gc);

	return !regmap_test_bits(control->regs, CONTROL_DIRECTION, BIT(offset));
}

static int line_input(struct gpio_chip *gc, unsigned int offset)
{
	return regmap_clear_bits(((struct control *)gpiochip_get_data(gc))->regs, CONTROL_DIRECTION, BIT(offset));
}

static void line_set(struct gpio_chip *gc, unsigned int offset, int value)
{
	struct control *control = gpiochip_get_data(gc);

	regmap_update_bits(control->regs, CONTROL_OUT, BIT(offset), value ? BIT(offset) : 0);
}

static int line_output(struct gpio_chip *gc, unsigned int offset, int value)
{
	line_set(gc, offset, value);
	return regmap_set_bits(((struct control *)gpiochip_get_data(gc))->regs, CONTROL_DIRECTION, BIT(offset));
}

static int line_get(struct gpio_chip *gc, unsigned int offset)
{
	return regmap_test_bits(((struct control *)gpiochip_get_data(gc))->regs, CONTROL_IN, BIT(offset));
}

static const struct regmap_config control_config = { .reg_bits = 32, .val_bits = 32, .reg_stride = 4, .max_register = 0x10 };

static int control_probe(struct platform_device *pdev)
{
	struct clk_parent_data parent = { .fw_name = "reference" };
	struct clk_init_data init = { .name = "gate", .ops = &gate_ops, .parent_data = &parent, .num_parents = 1 };
	struct control *control = devm_kzalloc(&pdev->dev, sizeof(*control), GFP_KERNEL);
	void __iomem *base = devm_platform_ioremap_resource(pdev, 0);
	int error;

	if (IS_ERR(base))
		return PTR_ERR(base);
	control->regs = devm_regmap_init_mmio(&pdev->dev, base, &control_config);
	control->gate.init = &init;
	control->resets = (struct reset_controller_dev){
		.ops = &reset_ops, .owner = THIS_MODULE, .nr_resets = 4, .of_node = pdev->dev.of_node,
	};
	control->lines = (struct gpio_chip){
		.label = "lines", .parent = &pdev->dev, .owner = THIS_MODULE, .base = -1, .ngpio = 8,
		.get_direction = line_direction, .direction_input = line_input, .direction_output = line_output,
		.get = line_get, .set = line_set,
	};
	error = devm_clk_hw_register(&pdev->dev, &control->gate) ?:
		devm_of_clk_add_hw_provider(&pdev->dev, of_clk_hw_simple_get, &control->gate) ?:
		devm_reset_controller_register(&pdev->dev, &control->resets) ?:
		devm_gpiochip_add_data(&pdev->dev, &control->lines, control);
	dev_info(&pdev->dev, "controls %d, lines from %d\n", error, control->lines.base);
	return error;
}

static const struct of_device_id control_ids[] = { { .compatible = "acme,control" }, {} };
static struct platform_driver control_driver = {
	.driver = { .name = "control", .of_match_table = control_ids },
	.probe = control_probe,
};

static u32 control_at(struct device *dev, unsigned int reg)
{
	struct regmap *map = syscon_regmap_lookup_by_phandle(dev->of_node, "acme,control");
	u32 value = 0;

	return IS_ERR(map) || regmap_read(map, reg, &value) ? ~0 : value;
}

static void ask_clocks(struct device *dev)
{
	struct clk *core = devm_clk_get(dev, "core"), *bus = devm_clk_get_enabled(dev, "bus");

	dev_info(dev, "%pOF %pOFn %pOFP %pOFc, %pfw %pfwP, %pC\n", dev->of_node, dev->of_node, dev->of_node, dev->of_node,
		 dev->fwnode, dev->fwnode, bus);
	dev_info(dev, "core %lu bus %lu, none %ld, optional %ld\n", clk_get_rate(core), clk_get_rate(bus),
		 PTR_ERR(clk_get(dev, "nothing")), PTR_ERR(clk_get_optional(dev, "nothing")));
	dev_info(dev, "gate %x\n", control_at(dev, CONTROL_GATE));
	clk_prepare_enable(core);
	dev_info(dev, "enabled: gate %x\n", control_at(dev, CONTROL_GATE));
	clk_disable_unprepare(core);
	dev_info(dev, "disabled: gate %x\n", control_at(dev, CONTROL_GATE));
	dev_info(dev, "set rate %d round %ld\n", clk_set_rate(bus, 7), clk_round_rate(bus, 7));
	dev_info(dev, "unprepared %d\n", clk_enable(core));
}

static void ask_resets(struct device *dev)
{
	struct reset_control *line = devm_reset_control_get_exclusive(dev, "core");

	dev_info(dev, "reset %ld second %ld none %ld optional %ld\n", PTR_ERR_OR_ZERO(line),
		 PTR_ERR(reset_control_get_shared(dev, "core")), PTR_ERR(reset_control_get_exclusive(dev, "nothing")),
		 PTR_ERR(reset_control_get_optional_exclusive(dev, "nothing")));
	reset_control_assert(line);
	dev_info(dev, "asserted %x status %d\n", control_at(dev, CONTROL_RESET), reset_control_status(line));
	reset_control_deassert(line);
	dev_info(dev, "deasserted %x status %d pulse %d\n", control_at(dev, CONTROL_RESET), reset_control_status(line),
		 reset_control_reset(line));
}

static void ask_lines(struct device *dev)
{
	struct gpio_desc *enable = devm_gpiod_get(dev, "enable", GPIOD_OUT_HIGH);

	dev_info(dev, "line %d of %d low %d, out %x direction %x\n", desc_to_gpio(enable), gpiod_count(dev, "enable"),
		 gpiod_is_active_low(enable), control_at(dev, CONTROL_OUT), control_at(dev, CONTROL_DIRECTION));
	gpiod_set_value(enable, 0);
	dev_info(dev, "out %x, again %ld, none %ld, optional %ld\n", control_at(dev, CONTROL_OUT),
		 PTR_ERR(gpiod_get(dev, "enable", GPIOD_ASIS)), PTR_ERR(gpiod_get(dev, "nothing", GPIOD_ASIS)),
		 PTR_ERR(gpiod_get_optional(dev, "nothing", GPIOD_ASIS)));
	dev_info(dev, "by number: busy %d free %d none yet %d\n", gpio_request(desc_to_gpio(enable), "x"),
		 gpio_request_one(desc_to_gpio(enable) + 1, GPIOF_OUT_INIT_HIGH, "y"), gpio_request(3, "z"));
	gpiod_direction_input(enable);
	dev_info(dev, "out %x direction %x irq %d value %d\n", control_at(dev, CONTROL_OUT),
		 control_at(dev, CONTROL_DIRECTION), gpiod_to_irq(enable), gpiod_get_value(enable));
	gpio_free(desc_to_gpio(enable) + 1);
}

static bool is_volatile(struct device *dev, unsigned int reg)
{
	return reg == 0x8;
}

static void ask_registers(struct platform_device *pdev)
{
	static const struct reg_default defaults[] = { { 0x4, 0x1111 } };
	const struct regmap_config config = {
		.reg_bits = 32, .val_bits = 32, .reg_stride = 4, .max_register = 0x20, .cache_type = REGCACHE_FLAT,
		.volatile_reg = is_volatile, .reg_defaults = defaults, .num_reg_defaults = 1,
	};
	struct device *dev = &pdev->dev;
	void __iomem *base = devm_platform_ioremap_resource(pdev, 0);
	struct regmap *map = devm_regmap_init_mmio(dev, base, &config);
	struct regmap_field *field = devm_regmap_field_alloc(dev, map, (struct reg_field)REG_FIELD(0x8, 4, 7));
	u32 value = 0, several[2] = { 3, 4 };
	bool change;
	int error;

	error = regmap_read(map, 0x4, &value);
	dev_info(dev, "default %d %x, odd %d, behind %d, same map %d\n", error, value, regmap_read(map, 2, &value),
		 regmap_read(map, 0x24, &value), dev_get_regmap(dev, NULL) == map);
	regmap_write(map, 0x8, 0x100);
	writel(0x1ff, base + 0x8);
	regmap_read(map, 0x8, &value);
	dev_info(dev, "volatile %x\n", value);
	regmap_field_write(field, 0x5);
	regmap_field_read(field, &value);
	dev_info(dev, "field %x in %x\n", value, readl(base + 0x8));
	error = regmap_update_bits_check(map, 0x8, 0xf, 0xf, &change);
	dev_info(dev, "update %d change %d\n", error, change);
	error = regmap_bulk_write(map, 0x10, several, 2);
	dev_info(dev, "bulk %d %x %x\n", error, readl(base + 0x10), readl(base + 0x14));
	regcache_cache_only(map, true);
	regmap_write(map, 0x10, 9);
	error = regmap_read(map, 0x8, &value);
	dev_info(dev, "cache only: %x, volatile %d\n", readl(base + 0x10), error);
	regcache_cache_only(map, false);
	error = regcache_sync(map);
	dev_info(dev, "sync %d %x\n", error, readl(base + 0x10));
	writel(0x77, base + 0x8);
	error = regmap_read_poll_timeout(map, 0x8, value, value == 0x77, 10, 100);
	dev_info(dev, "poll %d, late %d\n", error, regmap_read_poll_timeout(map, 0x8, value, value == 1, 10, 100));
}

static int user_probe(struct platform_device *pdev)
{
	struct clk *core = devm_clk_get(&pdev->dev, "core");

	if (IS_ERR(core)) {
		pr_info("user: no clock yet: %ld, line %ld, reset %ld\n", PTR_ERR(core),
			PTR_ERR(gpiod_get(&pdev->dev, "enable", GPIOD_ASIS)),
			PTR_ERR(reset_control_get_exclusive(&pdev->dev, "core")));
		return dev_err_probe(&pdev->dev, PTR_ERR(core), "no clock\n");
	}
	ask_clocks(&pdev->dev);
	ask_resets(&pdev->dev);
	ask_lines(&pdev->dev);
	ask_registers(pdev);
	return 0;
}

static const struct of_device_id user_ids[] = { { .compatible = "acme,user" }, {} };
static struct platform_driver user_driver = {
	.driver = { .name = "user", .of_match_table = user_ids },
	.probe = user_probe,
};

static int __init board_init(void)
{
	int error = platform_driver_register(&user_driver);

	return error ? error : platform_driver_register(&control_driver);
}

static void __exit board_exit(void)
{
	platform_driver_unregister(&user_driver);
	platform_driver_unregister(&control_driver);
}

module_init(board_init);
module_exit(board_exit);
MODULE_LICENSE("GPL");
