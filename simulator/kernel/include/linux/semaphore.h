/* Counting semaphores. */
#ifndef __LINUX_SEMAPHORE_H
#define __LINUX_SEMAPHORE_H

#include <linux/list.h>
#include <linux/spinlock.h>

struct semaphore {
	raw_spinlock_t lock;
	unsigned int count;
	struct list_head wait_list;
};

#define __SEMAPHORE_INITIALIZER(name, n) { .count = n, .wait_list = LIST_HEAD_INIT((name).wait_list) }
#define DEFINE_SEMAPHORE(name) struct semaphore name = __SEMAPHORE_INITIALIZER(name, 1)

static inline void sema_init(struct semaphore *semaphore, int value)
{
	semaphore->lock.owner = 0;
	semaphore->count = value;
	INIT_LIST_HEAD(&semaphore->wait_list);
}

/* kernel/locking/semaphore.c */
void down(struct semaphore *semaphore);
int down_interruptible(struct semaphore *semaphore) __must_check;
int down_killable(struct semaphore *semaphore) __must_check;
int down_trylock(struct semaphore *semaphore);
int down_timeout(struct semaphore *semaphore, long timeout) __must_check;
void up(struct semaphore *semaphore);

#endif
