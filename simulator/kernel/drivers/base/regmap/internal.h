/* Shared by the files of regmap. */
#ifndef _REGMAP_INTERNAL_H
#define _REGMAP_INTERNAL_H

#include <linux/device.h>
#include <linux/regmap.h>
#include <linux/spinlock.h>
#include <linux/mutex.h>
#include <linux/xarray.h>

struct regmap {
	struct device *dev;
	const char *name;
	struct list_head link;
	struct regmap_config config;
	const struct regmap_bus *bus;
	void *bus_context;
	struct mutex mutex;
	spinlock_t spinlock;
	unsigned long spinlock_flags;
	/* the values of registers that need not be read; an entry is value + 1, which keeps 0 apart from nothing */
	struct xarray cache;
	bool cache_only, cache_bypass, cache_dirty;
};

bool __regmap_volatile(struct regmap *map, unsigned int reg);
bool __regcache_read(struct regmap *map, unsigned int reg, unsigned int *val);
void __regcache_write(struct regmap *map, unsigned int reg, unsigned int val);
int __regmap_hardware_write(struct regmap *map, unsigned int reg, unsigned int val);
void __regmap_lock(struct regmap *map);
void __regmap_unlock(struct regmap *map);

#endif
