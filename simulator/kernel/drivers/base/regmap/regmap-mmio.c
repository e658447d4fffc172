/* Maps of memory-mapped registers; where a clock is named, it runs during each access. */
#include "kernel/drivers/base/regmap/internal.h"
#include <linux/clk.h>
#include <linux/io.h>
#include <linux/slab.h>

struct mmio_registers {
	void __iomem *regs;
	struct clk *clk;
	int bytes;
	bool big_endian;
};

static int mmio_read(void *context, unsigned int reg, unsigned int *val)
{
	struct mmio_registers *mmio = context;
	void __iomem *at = mmio->regs + reg;
	int error = clk_enable(mmio->clk);

	if (error)
		return error;
	if (mmio->bytes == 1)
		*val = ioread8(at);
	else if (mmio->bytes == 2)
		*val = mmio->big_endian ? ioread16be(at) : ioread16(at);
	else
		*val = mmio->big_endian ? ioread32be(at) : ioread32(at);
	clk_disable(mmio->clk);
	return 0;
}

static int mmio_write(void *context, unsigned int reg, unsigned int val)
{
	struct mmio_registers *mmio = context;
	void __iomem *at = mmio->regs + reg;
	int error = clk_enable(mmio->clk);

	if (error)
		return error;
	if (mmio->bytes == 1)
		iowrite8(val, at);
	else if (mmio->bytes == 2 && mmio->big_endian)
		iowrite16be(val, at);
	else if (mmio->bytes == 2)
		iowrite16(val, at);
	else if (mmio->big_endian)
		iowrite32be(val, at);
	else
		iowrite32(val, at);
	clk_disable(mmio->clk);
	return 0;
}

static void mmio_free(void *context)
{
	struct mmio_registers *mmio = context;

	if (mmio->clk) {
		clk_unprepare(mmio->clk);
		clk_put(mmio->clk);
	}
	kfree(mmio);
}

static const struct regmap_bus mmio_bus = {
	.fast_io = true,
	.reg_read = mmio_read,
	.reg_write = mmio_write,
	.free_context = mmio_free,
};

static bool fits_mmio(const struct regmap_config *config)
{
	bool width = config->val_bits == 8 || config->val_bits == 16 || config->val_bits == 32;

	return width && !config->pad_bits && config->reg_stride >= config->val_bits / 8 &&
	       (config->reg_bits == 8 || config->reg_bits == 16 || config->reg_bits == 32 || config->reg_bits == 64);
}

static struct mmio_registers *mmio_context(struct device *dev, const char *clk_id, void __iomem *regs,
					   const struct regmap_config *config)
{
	struct mmio_registers *mmio;
	int error;

	if (!fits_mmio(config))
		return ERR_PTR(-EINVAL);
	mmio = kzalloc(sizeof(*mmio), GFP_KERNEL);
	if (!mmio)
		return ERR_PTR(-ENOMEM);
	mmio->regs = regs;
	mmio->bytes = config->val_bits / 8;
	mmio->big_endian = config->val_format_endian == REGMAP_ENDIAN_BIG;
	if (!clk_id)
		return mmio;
	mmio->clk = clk_get(dev, clk_id);
	error = PTR_ERR_OR_ZERO(mmio->clk);
	if (!error) {
		error = clk_prepare(mmio->clk);
		if (!error)
			return mmio;
		clk_put(mmio->clk);
	}
	kfree(mmio);
	return ERR_PTR(error);
}

struct regmap *regmap_init_mmio_clk(struct device *dev, const char *clk_id, void __iomem *regs,
				    const struct regmap_config *config)
{
	struct mmio_registers *mmio = mmio_context(dev, clk_id, regs, config);

	return IS_ERR(mmio) ? ERR_CAST(mmio) : regmap_init(dev, &mmio_bus, mmio, config);
}

struct regmap *devm_regmap_init_mmio_clk(struct device *dev, const char *clk_id, void __iomem *regs,
					 const struct regmap_config *config)
{
	struct mmio_registers *mmio = mmio_context(dev, clk_id, regs, config);

	return IS_ERR(mmio) ? ERR_CAST(mmio) : devm_regmap_init(dev, &mmio_bus, mmio, config);
}
