/* Kinds of pageblocks. */
#ifndef _LINUX_MMZONE_H
#define _LINUX_MMZONE_H

#define MAX_ORDER 11 /* one more than the largest, up to 6.3 */
#define PAGE_ALLOC_COSTLY_ORDER 3 /* above, an allocation fails rather than have a process killed */
#define pageblock_order 9
#define pageblock_nr_pages (1UL << pageblock_order)

enum migratetype {
	MIGRATE_UNMOVABLE,
	MIGRATE_MOVABLE,
	MIGRATE_RECLAIMABLE,
	MIGRATE_PCPTYPES,
	MIGRATE_HIGHATOMIC = MIGRATE_PCPTYPES,
	MIGRATE_CMA,
	MIGRATE_ISOLATE,
	MIGRATE_TYPES
};

#endif
