/* Sleeping locks with one owner. */
#ifndef __LINUX_MUTEX_H
#define __LINUX_MUTEX_H

#include <linux/cleanup.h>
#include <linux/list.h>
#include <linux/lockdep.h>
#include <linux/spinlock.h>

struct task_struct;

struct mutex {
	struct task_struct *owner;
	spinlock_t wait_lock;
	struct list_head wait_list;
};

#define __MUTEX_INITIALIZER(name) { .wait_list = LIST_HEAD_INIT((name).wait_list) }
#define DEFINE_MUTEX(name) struct mutex name = __MUTEX_INITIALIZER(name)

/* kernel/locking/mutex.c */
void __mutex_init(struct mutex *lock);
void mutex_lock(struct mutex *lock);
void mutex_lock_io(struct mutex *lock);
int mutex_lock_interruptible(struct mutex *lock) __must_check;
int mutex_lock_killable(struct mutex *lock) __must_check;
int mutex_trylock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);

int atomic_dec_and_mutex_lock(atomic_t *counter, struct mutex *lock);

#define mutex_init(lock) __mutex_init(lock)
#define mutex_destroy(lock) ((void)(lock))
#define mutex_is_locked(lock) (READ_ONCE((lock)->owner) != NULL)
#define mutex_lock_killable_nested(lock, subclass) mutex_lock_killable(lock)
#define mutex_lock_nested(lock, subclass) mutex_lock(lock)
#define mutex_lock_interruptible_nested(lock, subclass) mutex_lock_interruptible(lock)

DEFINE_GUARD(mutex, struct mutex *, mutex_lock(_T), mutex_unlock(_T))
DEFINE_FREE(mutex, struct mutex *, if (_T) mutex_unlock(_T))

#endif
