/* Sequence counters: readers look again when a writer was at work meanwhile. */
#ifndef __LINUX_SEQLOCK_H
#define __LINUX_SEQLOCK_H

#include <linux/preempt.h>
#include <linux/spinlock.h>

typedef struct seqcount {
	unsigned int sequence;
} seqcount_t;

typedef struct {
	seqcount_t seqcount;
	spinlock_t lock;
} seqlock_t;

#define SEQCNT_ZERO(name) { .sequence = 0 }
#define __SEQLOCK_UNLOCKED(name) { .seqcount = SEQCNT_ZERO(name) }
#define DEFINE_SEQLOCK(name) seqlock_t name = __SEQLOCK_UNLOCKED(name)
#define seqcount_init(counter) ((counter)->sequence = 0)

static inline void seqlock_init(seqlock_t *lock)
{
	seqcount_init(&lock->seqcount);
	spin_lock_init(&lock->lock);
}

/* Waits for a writer that is at work. */
static inline unsigned int read_seqcount_begin(const seqcount_t *counter)
{
	unsigned int sequence;

	while ((sequence = READ_ONCE(counter->sequence)) & 1)
		cpu_relax();
	smp_rmb();
	return sequence;
}

static inline unsigned int raw_read_seqcount(const seqcount_t *counter) { return READ_ONCE(counter->sequence); }

static inline int read_seqcount_retry(const seqcount_t *counter, unsigned int start)
{
	smp_rmb();
	return READ_ONCE(counter->sequence) != start;
}

static inline void raw_write_seqcount_begin(seqcount_t *counter) { counter->sequence++; smp_wmb(); }
static inline void raw_write_seqcount_end(seqcount_t *counter) { smp_wmb(); counter->sequence++; }
static inline void write_seqcount_begin(seqcount_t *counter) { raw_write_seqcount_begin(counter); }
static inline void write_seqcount_end(seqcount_t *counter) { raw_write_seqcount_end(counter); }
static inline void write_seqcount_invalidate(seqcount_t *counter) { smp_wmb(); counter->sequence += 2; }

static inline unsigned int read_seqbegin(const seqlock_t *lock) { return read_seqcount_begin(&lock->seqcount); }
static inline unsigned int read_seqretry(const seqlock_t *lock, unsigned int start)
{
	return read_seqcount_retry(&lock->seqcount, start);
}

static inline void write_seqlock(seqlock_t *lock)
{
	spin_lock(&lock->lock);
	write_seqcount_begin(&lock->seqcount);
}

static inline void write_sequnlock(seqlock_t *lock)
{
	write_seqcount_end(&lock->seqcount);
	spin_unlock(&lock->lock);
}

#define write_seqlock_bh(lock) ({ local_bh_disable(); write_seqlock(lock); })
#define write_sequnlock_bh(lock) ({ write_sequnlock(lock); local_bh_enable(); })
#define write_seqlock_irq(lock) ({ local_irq_disable(); write_seqlock(lock); })
#define write_sequnlock_irq(lock) ({ write_sequnlock(lock); local_irq_enable(); })
#define write_seqlock_irqsave(lock, flags) do { local_irq_save(flags); write_seqlock(lock); } while (0)
#define write_sequnlock_irqrestore(lock, flags) ({ write_sequnlock(lock); local_irq_restore(flags); })
#define read_seqlock_excl(seq) spin_lock(&(seq)->lock)
#define read_sequnlock_excl(seq) spin_unlock(&(seq)->lock)

#endif
