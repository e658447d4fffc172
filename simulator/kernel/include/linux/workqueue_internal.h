/* What kernel/workqueue.c and kernel/workqueue-pool.c share. */
#ifndef _LINUX_WORKQUEUE_INTERNAL_H
#define _LINUX_WORKQUEUE_INTERNAL_H

#include <linux/workqueue.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

/* In the low bits of work_struct.data; its place in a workqueue stands above. */
#define WORK_PENDING 0
#define WORK_LINKED 1 /* the next one in the list belongs to it: a flusher waits */
#define COLOR_SHIFT 4
#define COLORS 15
#define DATA_FLAGS 0xfful

#define DEFAULT_ACTIVE 256

struct worker_pool {
	spinlock_t lock;
	int cpu; /* -1: any */
	bool highpri;
	struct list_head works;
	struct list_head idle;
	int running; /* workers at work that do not sleep */
	int next_id;
};

/* A workqueue's share of one pool. Its address has room for the flags. */
struct pool_workqueue {
	struct worker_pool *pool;
	struct workqueue_struct *wq;
	int active;
	struct list_head inactive;
	int in_flight[COLORS];
} __attribute__((aligned(256)));

struct workqueue_struct {
	char name[24];
	unsigned int flags;
	int max_active;
	int color;
	bool draining;
	spinlock_t lock;
	struct wait_queue_head flushers;
	struct pool_workqueue *shares[__CPU_LIMIT + 1];
};

struct worker {
	struct list_head entry; /* among the idle ones */
	struct worker_pool *pool;
	struct task_struct *task;
	struct work_struct *current_work;
	work_func_t current_func;
	struct pool_workqueue *current_pwq;
	struct list_head scheduled; /* flushers that wait for the current work */
	struct worker *next; /* of all of the pool, and of all pools */
	bool sleeping;
};

static inline struct pool_workqueue *share_of(const struct work_struct *work)
{
	return (struct pool_workqueue *)(work->data.counter & ~DATA_FLAGS);
}

static inline int color_of(const struct work_struct *work)
{
	return work->data.counter >> COLOR_SHIFT & 15;
}

static inline bool is_linked(const struct work_struct *work)
{
	return test_bit(WORK_LINKED, (const unsigned long *)&work->data.counter);
}

/* kernel/workqueue-pool.c */
struct worker_pool *__pool_for(const struct workqueue_struct *wq, int cpu);
struct worker *__worker_at(struct worker_pool *pool, struct work_struct *work);
void __need_worker(struct worker_pool *pool);
void __leave_share(struct pool_workqueue *share, int color, bool was_active);

#endif
