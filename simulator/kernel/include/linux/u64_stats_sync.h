/* Counters of 64 bits that are read while they change: a CPU of 64 bits needs nothing for them. */
#ifndef _LINUX_U64_STATS_SYNC_H
#define _LINUX_U64_STATS_SYNC_H

#include <linux/compiler.h>
#include <linux/types.h>

struct u64_stats_sync {
};
typedef struct {
	unsigned long v;
} u64_stats_t;

static inline u64 u64_stats_read(const u64_stats_t *p) { return READ_ONCE(p->v); }
static inline void u64_stats_set(u64_stats_t *p, u64 value) { WRITE_ONCE(p->v, value); }
static inline void u64_stats_add(u64_stats_t *p, unsigned long value) { p->v += value; }
static inline void u64_stats_inc(u64_stats_t *p) { p->v++; }
static inline void u64_stats_init(struct u64_stats_sync *sync) { }
static inline void u64_stats_update_begin(struct u64_stats_sync *sync) { }
static inline void u64_stats_update_end(struct u64_stats_sync *sync) { }
static inline unsigned int u64_stats_fetch_begin(const struct u64_stats_sync *sync) { return 0; }
static inline bool u64_stats_fetch_retry(const struct u64_stats_sync *sync, unsigned int start) { return false; }
#define u64_stats_fetch_begin_irq u64_stats_fetch_begin
#define u64_stats_fetch_retry_irq u64_stats_fetch_retry
#define u64_stats_update_begin_irqsave(sync) 0UL
#define u64_stats_update_end_irqrestore(sync, flags) ((void)(flags))

#endif
