/* An address that is either memory or a device's. */
#ifndef __IOSYS_MAP_H__
#define __IOSYS_MAP_H__

#include <linux/compiler_types.h>
#include <linux/io.h>
#include <linux/string.h>
#include <linux/types.h>

struct iosys_map {
	union {
		void __iomem *vaddr_iomem;
		void *vaddr;
	};
	bool is_iomem;
};

#define IOSYS_MAP_INIT_VADDR(address) { .vaddr = (address), .is_iomem = false }

static inline void iosys_map_set_vaddr(struct iosys_map *map, void *vaddr)
{
	map->vaddr = vaddr;
	map->is_iomem = false;
}

static inline void iosys_map_set_vaddr_iomem(struct iosys_map *map, void __iomem *vaddr)
{
	map->vaddr_iomem = vaddr;
	map->is_iomem = true;
}

static inline bool iosys_map_is_null(const struct iosys_map *map) { return !map->vaddr; }
static inline bool iosys_map_is_set(const struct iosys_map *map) { return map->vaddr; }
static inline void iosys_map_clear(struct iosys_map *map) { *map = (struct iosys_map){}; }

static inline void iosys_map_memcpy_to(struct iosys_map *map, size_t offset, const void *from, size_t length)
{
	if (map->is_iomem)
		memcpy_toio(map->vaddr_iomem + offset, from, length);
	else
		memcpy(map->vaddr + offset, from, length);
}

static inline void iosys_map_memcpy_from(void *to, const struct iosys_map *map, size_t offset, size_t length)
{
	if (map->is_iomem)
		memcpy_fromio(to, map->vaddr_iomem + offset, length);
	else
		memcpy(to, map->vaddr + offset, length);
}

#endif
