/* Spinning locks. */
#ifndef __LINUX_SPINLOCK_TYPES_H
#define __LINUX_SPINLOCK_TYPES_H

#include <linux/types.h>

/* 0 is free; else the owner's CPU + 1, which lets a deadlock be told. */
typedef struct raw_spinlock {
	unsigned int owner;
} raw_spinlock_t;

typedef struct spinlock {
	struct raw_spinlock rlock;
} spinlock_t;

typedef struct {
	int readers; /* -1: one writer */
} rwlock_t;

#define __RAW_SPIN_LOCK_UNLOCKED(name) (raw_spinlock_t){ 0 }
#define __SPIN_LOCK_UNLOCKED(name) (spinlock_t){ { 0 } }
#define __RW_LOCK_UNLOCKED(name) (rwlock_t){ 0 }
#define DEFINE_RAW_SPINLOCK(name) raw_spinlock_t name = { 0 }
#define DEFINE_SPINLOCK(name) spinlock_t name = { { 0 } }
#define DEFINE_RWLOCK(name) rwlock_t name = { 0 }

#endif
