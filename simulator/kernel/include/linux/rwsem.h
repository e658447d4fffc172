/* Sleeping locks for many readers or one writer. */
#ifndef _LINUX_RWSEM_H
#define _LINUX_RWSEM_H

#include <linux/cleanup.h>
#include <linux/list.h>
#include <linux/spinlock.h>

struct rw_semaphore {
	int count; /* readers; -1: one writer */
	spinlock_t wait_lock;
	struct list_head wait_list;
};

#define __RWSEM_INITIALIZER(name) { .wait_list = LIST_HEAD_INIT((name).wait_list) }
#define DECLARE_RWSEM(name) struct rw_semaphore name = __RWSEM_INITIALIZER(name)

static inline void init_rwsem(struct rw_semaphore *lock)
{
	lock->count = 0;
	lock->wait_lock = __SPIN_LOCK_UNLOCKED(lock);
	INIT_LIST_HEAD(&lock->wait_list);
}

static inline int rwsem_is_locked(struct rw_semaphore *lock) { return lock->count != 0; }
static inline int rwsem_is_contended(struct rw_semaphore *lock) { return !list_empty(&lock->wait_list); }

/* kernel/locking/rwsem.c */
void down_read(struct rw_semaphore *lock);
int down_read_interruptible(struct rw_semaphore *lock) __must_check;
int down_read_killable(struct rw_semaphore *lock) __must_check;
int down_read_trylock(struct rw_semaphore *lock);
void up_read(struct rw_semaphore *lock);
void down_write(struct rw_semaphore *lock);
int down_write_killable(struct rw_semaphore *lock) __must_check;
int down_write_trylock(struct rw_semaphore *lock);
void up_write(struct rw_semaphore *lock);
void downgrade_write(struct rw_semaphore *lock);

#define down_read_nested(lock, subclass) down_read(lock)
#define down_write_nested(lock, subclass) down_write(lock)

DEFINE_GUARD(rwsem_read, struct rw_semaphore *, down_read(_T), up_read(_T))
DEFINE_GUARD(rwsem_write, struct rw_semaphore *, down_write(_T), up_write(_T))

#endif
