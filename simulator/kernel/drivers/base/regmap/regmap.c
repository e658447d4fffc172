/* Reading, writing and changing registers through a map that knows which there are. */
#include "kernel/drivers/base/regmap/internal.h"
#include <linux/delay.h>
#include <linux/slab.h>

static LIST_HEAD(regmaps);

struct regmap_field {
	struct regmap *map;
	unsigned int reg, shift, mask;
};

void __regmap_lock(struct regmap *map)
{
	if (map->config.lock)
		map->config.lock(map->config.lock_arg);
	else if (map->config.disable_locking)
		return;
	else if (map->config.fast_io || (map->bus && map->bus->fast_io))
		spin_lock_irqsave(&map->spinlock, map->spinlock_flags);
	else
		mutex_lock(&map->mutex);
}

void __regmap_unlock(struct regmap *map)
{
	if (map->config.unlock)
		map->config.unlock(map->config.lock_arg);
	else if (map->config.disable_locking)
		return;
	else if (map->config.fast_io || (map->bus && map->bus->fast_io))
		spin_unlock_irqrestore(&map->spinlock, map->spinlock_flags);
	else
		mutex_unlock(&map->mutex);
}

static bool in_ranges(unsigned int reg, const struct regmap_range *ranges, unsigned int count)
{
	while (count--)
		if (regmap_reg_in_range(reg, &ranges[count]))
			return true;
	return false;
}

bool regmap_check_range_table(struct regmap *map, unsigned int reg, const struct regmap_access_table *table)
{
	if (in_ranges(reg, table->no_ranges, table->n_no_ranges))
		return false;
	return !table->n_yes_ranges || in_ranges(reg, table->yes_ranges, table->n_yes_ranges);
}

static bool may(struct regmap *map, unsigned int reg, bool (*rule)(struct device *dev, unsigned int reg),
		const struct regmap_access_table *table, bool otherwise)
{
	if (map->config.max_register && reg > map->config.max_register)
		return false;
	if (rule)
		return rule(map->dev, reg);
	return table ? regmap_check_range_table(map, reg, table) : otherwise;
}

static bool is_readable(struct regmap *map, unsigned int reg)
{
	return (map->config.reg_read || (map->bus && map->bus->reg_read)) &&
	       may(map, reg, map->config.readable_reg, map->config.rd_table, true);
}

static bool is_writeable(struct regmap *map, unsigned int reg)
{
	return may(map, reg, map->config.writeable_reg, map->config.wr_table, true);
}

/* With a cache a register is remembered unless somebody says that it changes. */
bool __regmap_volatile(struct regmap *map, unsigned int reg)
{
	return is_readable(map, reg) && may(map, reg, map->config.volatile_reg, map->config.volatile_table,
					    map->config.cache_type == REGCACHE_NONE);
}

static unsigned int address_on_bus(struct regmap *map, unsigned int reg)
{
	return (reg + map->config.reg_base) >> map->config.reg_downshift;
}

int __regmap_hardware_write(struct regmap *map, unsigned int reg, unsigned int val)
{
	if (map->config.reg_write)
		return map->config.reg_write(map->bus_context, address_on_bus(map, reg), val);
	return map->bus && map->bus->reg_write ? map->bus->reg_write(map->bus_context, address_on_bus(map, reg), val) : -EIO;
}

static int hardware_read(struct regmap *map, unsigned int reg, unsigned int *val)
{
	if (map->config.reg_read)
		return map->config.reg_read(map->bus_context, address_on_bus(map, reg), val);
	return map->bus->reg_read(map->bus_context, address_on_bus(map, reg), val);
}

/* With the lock held, as the next one. */
static int write_one(struct regmap *map, unsigned int reg, unsigned int val)
{
	if (!is_writeable(map, reg))
		return -EIO;
	__regcache_write(map, reg, val);
	if (map->cache_only) {
		map->cache_dirty = true;
		return 0;
	}
	return __regmap_hardware_write(map, reg, val);
}

static int read_one(struct regmap *map, unsigned int reg, unsigned int *val)
{
	int error;

	if (__regcache_read(map, reg, val))
		return 0;
	if (map->cache_only)
		return -EBUSY;
	if (!is_readable(map, reg))
		return -EIO;
	error = hardware_read(map, reg, val);
	if (!error)
		__regcache_write(map, reg, *val);
	return error;
}

static bool is_aligned(struct regmap *map, unsigned int reg)
{
	return reg % map->config.reg_stride == 0;
}

int regmap_write(struct regmap *map, unsigned int reg, unsigned int val)
{
	int error;

	if (!is_aligned(map, reg))
		return -EINVAL;
	__regmap_lock(map);
	error = write_one(map, reg, val);
	__regmap_unlock(map);
	return error;
}

int regmap_read(struct regmap *map, unsigned int reg, unsigned int *val)
{
	int error;

	if (!is_aligned(map, reg))
		return -EINVAL;
	__regmap_lock(map);
	error = read_one(map, reg, val);
	__regmap_unlock(map);
	return error;
}

/* Without `force` the register is written only where that changes it. */
static int update_one(struct regmap *map, unsigned int reg, unsigned int mask, unsigned int val, bool *change, bool force)
{
	unsigned int old, new;
	int error;

	if (change)
		*change = false;
	if (__regmap_volatile(map, reg) && map->bus && map->bus->reg_update_bits) {
		error = map->bus->reg_update_bits(map->bus_context, address_on_bus(map, reg), mask, val);
		if (!error && change)
			*change = true;
		return error;
	}
	error = read_one(map, reg, &old);
	if (error)
		return error;
	new = (old & ~mask) | (val & mask);
	if (new == old && !force)
		return 0;
	error = write_one(map, reg, new);
	if (!error && change)
		*change = true;
	return error;
}

int regmap_update_bits_base(struct regmap *map, unsigned int reg, unsigned int mask, unsigned int val, bool *change,
			    bool async, bool force)
{
	int error;

	__regmap_lock(map);
	error = update_one(map, reg, mask, val, change, force);
	__regmap_unlock(map);
	return error;
}

static unsigned int element(const void *values, size_t index, int bytes)
{
	return bytes == 1 ? ((const u8 *)values)[index] : bytes == 2 ? ((const u16 *)values)[index] :
								       ((const u32 *)values)[index];
}

int regmap_bulk_read(struct regmap *map, unsigned int reg, void *val, size_t count)
{
	int error = 0, bytes = regmap_get_val_bytes(map);
	unsigned int each;
	size_t i;

	if (!is_aligned(map, reg) || count == 0)
		return -EINVAL;
	__regmap_lock(map);
	for (i = 0; !error && i < count; i++) {
		error = read_one(map, reg + i * map->config.reg_stride, &each);
		if (error)
			break;
		if (bytes == 1)
			((u8 *)val)[i] = each;
		else if (bytes == 2)
			((u16 *)val)[i] = each;
		else
			((u32 *)val)[i] = each;
	}
	__regmap_unlock(map);
	return error;
}

int regmap_bulk_write(struct regmap *map, unsigned int reg, const void *val, size_t count)
{
	int error = 0;
	size_t i;

	if (!is_aligned(map, reg))
		return -EINVAL;
	__regmap_lock(map);
	for (i = 0; !error && i < count; i++)
		error = write_one(map, reg + i * map->config.reg_stride, element(val, i, regmap_get_val_bytes(map)));
	__regmap_unlock(map);
	return error;
}

int regmap_multi_reg_write(struct regmap *map, const struct reg_sequence *regs, int count)
{
	int i, error = 0;

	__regmap_lock(map);
	for (i = 0; !error && i < count; i++) {
		error = write_one(map, regs[i].reg, regs[i].def);
		if (!error && regs[i].delay_us)
			udelay(regs[i].delay_us);
	}
	__regmap_unlock(map);
	return error;
}

int regmap_test_bits(struct regmap *map, unsigned int reg, unsigned int bits)
{
	unsigned int val;
	int error = regmap_read(map, reg, &val);

	return error ? error : (val & bits) == bits;
}

struct regmap *regmap_init(struct device *dev, const struct regmap_bus *bus, void *bus_context,
			   const struct regmap_config *config)
{
	struct regmap *map;
	unsigned int i;

	if (!config)
		return ERR_PTR(-EINVAL);
	if (!bus && !config->reg_read && !config->reg_write)
		return ERR_PTR(-EINVAL);
	map = kzalloc(sizeof(*map), GFP_KERNEL);
	if (!map)
		return ERR_PTR(-ENOMEM);
	map->dev = dev;
	map->config = *config;
	map->bus = bus;
	map->bus_context = bus_context;
	if (!map->config.reg_stride)
		map->config.reg_stride = 1;
	mutex_init(&map->mutex);
	spin_lock_init(&map->spinlock);
	xa_init(&map->cache);
	if (config->cache_type != REGCACHE_NONE)
		for (i = 0; i < config->num_reg_defaults; i++)
			xa_store(&map->cache, config->reg_defaults[i].reg,
				 xa_mk_value((unsigned long)config->reg_defaults[i].def + 1), GFP_KERNEL);
	list_add(&map->link, &regmaps);
	return map;
}

void regmap_exit(struct regmap *map)
{
	list_del(&map->link);
	xa_destroy(&map->cache);
	if (map->bus && map->bus->free_context)
		map->bus->free_context(map->bus_context);
	kfree(map);
}

static void exit_managed_regmap(void *map)
{
	regmap_exit(map);
}

struct regmap *devm_regmap_init(struct device *dev, const struct regmap_bus *bus, void *bus_context,
				const struct regmap_config *config)
{
	struct regmap *map = regmap_init(dev, bus, bus_context, config);
	int error = IS_ERR(map) ? 0 : devm_add_action_or_reset(dev, exit_managed_regmap, map);

	return error ? ERR_PTR(error) : map;
}

struct regmap *dev_get_regmap(struct device *dev, const char *name)
{
	struct regmap *map;

	list_for_each_entry(map, &regmaps, link)
		if (map->dev == dev && (!name || (map->config.name && !strcmp(map->config.name, name))))
			return map;
	return NULL;
}

struct device *regmap_get_device(struct regmap *map) { return map->dev; }
int regmap_get_val_bytes(struct regmap *map) { return DIV_ROUND_UP(map->config.val_bits, 8); }
int regmap_get_max_register(struct regmap *map) { return map->config.max_register ? (int)map->config.max_register : -EINVAL; }
int regmap_get_reg_stride(struct regmap *map) { return map->config.reg_stride; }

struct regmap_field *devm_regmap_field_alloc(struct device *dev, struct regmap *map, struct reg_field field)
{
	struct regmap_field *made = devm_kzalloc(dev, sizeof(*made), GFP_KERNEL);

	if (!made)
		return ERR_PTR(-ENOMEM);
	made->map = map;
	made->reg = field.reg;
	made->shift = field.lsb;
	made->mask = GENMASK(field.msb, field.lsb);
	return made;
}

int regmap_field_read(struct regmap_field *field, unsigned int *val)
{
	int error = regmap_read(field->map, field->reg, val);

	if (!error)
		*val = (*val & field->mask) >> field->shift;
	return error;
}

int regmap_field_update_bits_base(struct regmap_field *field, unsigned int mask, unsigned int val, bool *change, bool async,
				  bool force)
{
	mask = (mask << field->shift) & field->mask;
	return regmap_update_bits_base(field->map, field->reg, mask, val << field->shift, change, async, force);
}
