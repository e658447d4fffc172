/* Registers behind one face, whatever bus leads to them: memory-mapped ones, and those of a bus of the driver's own. */
#ifndef _LINUX_REGMAP_H
#define _LINUX_REGMAP_H

#include <linux/bug.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/iopoll.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/rbtree.h>

struct clk;
struct device;
struct module;
struct regmap;
struct regmap_field;

enum regcache_type { REGCACHE_NONE, REGCACHE_RBTREE, REGCACHE_COMPRESSED, REGCACHE_FLAT };
enum regmap_endian { REGMAP_ENDIAN_DEFAULT = 0, REGMAP_ENDIAN_BIG, REGMAP_ENDIAN_LITTLE, REGMAP_ENDIAN_NATIVE };

struct reg_default {
	unsigned int reg;
	unsigned int def;
};

struct reg_sequence {
	unsigned int reg;
	unsigned int def;
	unsigned int delay_us;
};
#define REG_SEQ(register, value, delay) { .reg = register, .def = value, .delay_us = delay }
#define REG_SEQ0(register, value) REG_SEQ(register, value, 0)

struct regmap_range {
	unsigned int range_min;
	unsigned int range_max;
};
#define regmap_reg_range(low, high) { .range_min = low, .range_max = high }

struct regmap_access_table {
	const struct regmap_range *yes_ranges;
	unsigned int n_yes_ranges;
	const struct regmap_range *no_ranges;
	unsigned int n_no_ranges;
};

typedef void (*regmap_lock)(void *argument);
typedef void (*regmap_unlock)(void *argument);

/* Of these the model ignores paging (`ranges`), hardware spinlocks and the formats of serial buses. */
struct regmap_config {
	const char *name;
	int reg_bits;
	int reg_stride;
	int reg_downshift;
	unsigned int reg_base;
	int pad_bits;
	int val_bits;
	bool (*writeable_reg)(struct device *dev, unsigned int reg);
	bool (*readable_reg)(struct device *dev, unsigned int reg);
	bool (*volatile_reg)(struct device *dev, unsigned int reg);
	bool (*precious_reg)(struct device *dev, unsigned int reg);
	bool disable_locking;
	regmap_lock lock;
	regmap_unlock unlock;
	void *lock_arg;
	int (*reg_read)(void *context, unsigned int reg, unsigned int *val);
	int (*reg_write)(void *context, unsigned int reg, unsigned int val);
	int (*reg_update_bits)(void *context, unsigned int reg, unsigned int mask, unsigned int val);
	bool fast_io;
	bool io_port;
	unsigned int max_register;
	const struct regmap_access_table *wr_table;
	const struct regmap_access_table *rd_table;
	const struct regmap_access_table *volatile_table;
	const struct regmap_access_table *precious_table;
	const struct reg_default *reg_defaults;
	unsigned int num_reg_defaults;
	enum regcache_type cache_type;
	bool use_single_read;
	bool use_single_write;
	bool use_relaxed_mmio;
	bool can_multi_write;
	enum regmap_endian reg_format_endian;
	enum regmap_endian val_format_endian;
	bool use_raw_spinlock;
	bool can_sleep;
};

struct regmap_bus {
	bool fast_io;
	int (*reg_write)(void *context, unsigned int reg, unsigned int val);
	int (*reg_update_bits)(void *context, unsigned int reg, unsigned int mask, unsigned int val);
	int (*reg_read)(void *context, unsigned int reg, unsigned int *val);
	void (*free_context)(void *context);
	enum regmap_endian reg_format_endian_default;
	enum regmap_endian val_format_endian_default;
};

struct reg_field {
	unsigned int reg;
	unsigned int lsb;
	unsigned int msb;
	unsigned int id_size;
	unsigned int id_offset;
};
#define REG_FIELD(register, low, high) { .reg = register, .lsb = low, .msb = high }

/* drivers/base/regmap/regmap.c */
struct regmap *regmap_init(struct device *dev, const struct regmap_bus *bus, void *bus_context,
			   const struct regmap_config *config);
struct regmap *devm_regmap_init(struct device *dev, const struct regmap_bus *bus, void *bus_context,
				const struct regmap_config *config);
void regmap_exit(struct regmap *map);
struct regmap *dev_get_regmap(struct device *dev, const char *name);
struct device *regmap_get_device(struct regmap *map);
int regmap_get_val_bytes(struct regmap *map);
int regmap_get_max_register(struct regmap *map);
int regmap_get_reg_stride(struct regmap *map);
int regmap_write(struct regmap *map, unsigned int reg, unsigned int val);
int regmap_read(struct regmap *map, unsigned int reg, unsigned int *val);
int regmap_update_bits_base(struct regmap *map, unsigned int reg, unsigned int mask, unsigned int val, bool *change,
			    bool async, bool force);
int regmap_bulk_read(struct regmap *map, unsigned int reg, void *val, size_t count);
int regmap_bulk_write(struct regmap *map, unsigned int reg, const void *val, size_t count);
int regmap_multi_reg_write(struct regmap *map, const struct reg_sequence *regs, int count);
int regmap_test_bits(struct regmap *map, unsigned int reg, unsigned int bits);
bool regmap_check_range_table(struct regmap *map, unsigned int reg, const struct regmap_access_table *table);
struct regmap_field *devm_regmap_field_alloc(struct device *dev, struct regmap *map, struct reg_field field);
int regmap_field_read(struct regmap_field *field, unsigned int *val);
int regmap_field_update_bits_base(struct regmap_field *field, unsigned int mask, unsigned int val, bool *change, bool async,
				  bool force);
/* drivers/base/regmap/regcache.c */
int regcache_sync(struct regmap *map);
void regcache_cache_only(struct regmap *map, bool enable);
void regcache_cache_bypass(struct regmap *map, bool enable);
void regcache_mark_dirty(struct regmap *map);
/* drivers/base/regmap/regmap-mmio.c */
struct regmap *regmap_init_mmio_clk(struct device *dev, const char *clk_id, void __iomem *regs,
				    const struct regmap_config *config);
struct regmap *devm_regmap_init_mmio_clk(struct device *dev, const char *clk_id, void __iomem *regs,
					 const struct regmap_config *config);
#define regmap_init_mmio(dev, regs, config) regmap_init_mmio_clk(dev, NULL, regs, config)
#define devm_regmap_init_mmio(dev, regs, config) devm_regmap_init_mmio_clk(dev, NULL, regs, config)

#define regmap_update_bits(map, reg, mask, val) regmap_update_bits_base(map, reg, mask, val, NULL, false, false)
#define regmap_update_bits_check(map, reg, mask, val, change) \
	regmap_update_bits_base(map, reg, mask, val, change, false, false)
#define regmap_write_bits(map, reg, mask, val) regmap_update_bits_base(map, reg, mask, val, NULL, false, true)
#define regmap_set_bits(map, reg, bits) regmap_update_bits(map, reg, bits, bits)
#define regmap_clear_bits(map, reg, bits) regmap_update_bits(map, reg, bits, 0)
#define regmap_field_write(field, val) regmap_field_update_bits_base(field, ~0, val, NULL, false, false)
#define regmap_field_force_write(field, val) regmap_field_update_bits_base(field, ~0, val, NULL, false, true)
#define regmap_field_update_bits(field, mask, val) regmap_field_update_bits_base(field, mask, val, NULL, false, false)

#define regmap_read_poll_timeout(map, addr, val, cond, sleep_us, timeout_us)                                          \
	({                                                                                                            \
		int __error, __late;                                                                                  \
		__late = read_poll_timeout(regmap_read, __error, __error || (cond), sleep_us, timeout_us, false, map, addr, \
					   &(val));                                                                   \
		__error ? __error : __late;                                                                           \
	})

static inline bool regmap_reg_in_range(unsigned int reg, const struct regmap_range *range)
{
	return reg >= range->range_min && reg <= range->range_max;
}

#endif
