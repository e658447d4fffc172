/* The values that a regmap remembers of its registers. */
#include "kernel/drivers/base/regmap/internal.h"

bool __regcache_read(struct regmap *map, unsigned int reg, unsigned int *val)
{
	void *entry;

	if (map->config.cache_type == REGCACHE_NONE || map->cache_bypass || __regmap_volatile(map, reg))
		return false;
	entry = xa_load(&map->cache, reg);
	if (!entry)
		return false;
	*val = xa_to_value(entry) - 1;
	return true;
}

void __regcache_write(struct regmap *map, unsigned int reg, unsigned int val)
{
	if (map->config.cache_type != REGCACHE_NONE && !map->cache_bypass && !__regmap_volatile(map, reg))
		xa_store(&map->cache, reg, xa_mk_value((unsigned long)val + 1), GFP_ATOMIC);
}

/* While only the cache is used, the hardware is left alone: it may be off. */
void regcache_cache_only(struct regmap *map, bool enable)
{
	__regmap_lock(map);
	WARN_ON(map->config.cache_type != REGCACHE_NONE && map->cache_bypass && enable);
	map->cache_only = enable;
	__regmap_unlock(map);
}

void regcache_cache_bypass(struct regmap *map, bool enable)
{
	__regmap_lock(map);
	WARN_ON(map->cache_only && enable);
	map->cache_bypass = enable;
	__regmap_unlock(map);
}

void regcache_mark_dirty(struct regmap *map)
{
	__regmap_lock(map);
	map->cache_dirty = true;
	__regmap_unlock(map);
}

static bool is_default(struct regmap *map, unsigned int reg, unsigned int val)
{
	unsigned int i;

	for (i = 0; i < map->config.num_reg_defaults; i++)
		if (map->config.reg_defaults[i].reg == reg)
			return map->config.reg_defaults[i].def == val;
	return false;
}

/* Writes what the hardware does not have: all that is not its default. */
int regcache_sync(struct regmap *map)
{
	unsigned long reg;
	void *entry;
	int error = 0;

	if (WARN_ON(map->config.cache_type == REGCACHE_NONE))
		return -EINVAL;
	__regmap_lock(map);
	if (map->cache_dirty) {
		xa_for_each(&map->cache, reg, entry) {
			if (is_default(map, reg, xa_to_value(entry) - 1))
				continue;
			error = __regmap_hardware_write(map, reg, xa_to_value(entry) - 1);
			if (error)
				break;
		}
		map->cache_dirty = error != 0;
	}
	__regmap_unlock(map);
	return error;
}
