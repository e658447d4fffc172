/* One register map for each node that several drivers share; made when the first asks. */
#include <linux/io.h>
#include <linux/list.h>
#include <linux/mfd/syscon.h>
#include <linux/of_address.h>
#include <linux/regmap.h>
#include <linux/slab.h>

struct syscon {
	struct device_node *np;
	struct regmap *regmap;
	struct list_head list;
};

static LIST_HEAD(syscon_list);

static struct regmap *map_syscon(struct device_node *np)
{
	struct regmap_config config = { .reg_bits = 32, .val_bits = 32, .reg_stride = 4 };
	struct resource resource;
	struct syscon *syscon;
	void __iomem *base;
	u32 width;

	if (of_address_to_resource(np, 0, &resource))
		return ERR_PTR(-ENOMEM);
	base = of_iomap(np, 0);
	if (!base)
		return ERR_PTR(-ENOMEM);
	if (!of_property_read_u32(np, "reg-io-width", &width)) {
		config.reg_stride = width;
		config.val_bits = width * 8;
	}
	config.name = np->full_name;
	config.max_register = resource_size(&resource) - config.reg_stride;
	syscon = kzalloc(sizeof(*syscon), GFP_KERNEL);
	if (!syscon)
		return ERR_PTR(-ENOMEM);
	syscon->np = np;
	syscon->regmap = regmap_init_mmio(NULL, base, &config);
	list_add_tail(&syscon->list, &syscon_list);
	return syscon->regmap;
}

struct regmap *device_node_to_regmap(struct device_node *np)
{
	struct syscon *syscon;

	list_for_each_entry(syscon, &syscon_list, list)
		if (syscon->np == np)
			return syscon->regmap;
	return map_syscon(np);
}

struct regmap *syscon_node_to_regmap(struct device_node *np)
{
	return of_device_is_compatible(np, "syscon") ? device_node_to_regmap(np) : ERR_PTR(-EINVAL);
}

struct regmap *syscon_regmap_lookup_by_compatible(const char *compatible)
{
	struct device_node *np = of_find_compatible_node(NULL, NULL, compatible);

	return np ? syscon_node_to_regmap(np) : ERR_PTR(-ENODEV);
}

struct regmap *syscon_regmap_lookup_by_phandle(struct device_node *np, const char *property)
{
	struct device_node *target = property ? of_parse_phandle(np, property, 0) : np;

	return target ? syscon_node_to_regmap(target) : ERR_PTR(-ENODEV);
}
