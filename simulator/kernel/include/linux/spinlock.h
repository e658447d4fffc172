/* Spinning locks: acquiring one disables preemption, and interrupts too in the _irq forms. */
#ifndef __LINUX_SPINLOCK_H
#define __LINUX_SPINLOCK_H

#include <linux/cleanup.h>
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/spinlock_types.h>
#include <asm/processor.h>

/* kernel/locking/spinlock.c */
void _raw_spin_lock(raw_spinlock_t *lock);
int _raw_spin_trylock(raw_spinlock_t *lock);
void _raw_spin_unlock(raw_spinlock_t *lock);
void _raw_read_lock(rwlock_t *lock);
int _raw_read_trylock(rwlock_t *lock);
void _raw_read_unlock(rwlock_t *lock);
void _raw_write_lock(rwlock_t *lock);
int _raw_write_trylock(rwlock_t *lock);
void _raw_write_unlock(rwlock_t *lock);
void __local_bh_disable(void);
void __local_bh_enable(void);

#define local_bh_disable() __local_bh_disable()
#define local_bh_enable() __local_bh_enable()

#define raw_spin_lock_init(lock) ((lock)->owner = 0)
#define raw_spin_lock(lock) _raw_spin_lock(lock)
#define raw_spin_unlock(lock) _raw_spin_unlock(lock)
#define raw_spin_trylock(lock) _raw_spin_trylock(lock)
#define raw_spin_is_locked(lock) (READ_ONCE((lock)->owner) != 0)
#define raw_spin_lock_irqsave(lock, flags) do { local_irq_save(flags); _raw_spin_lock(lock); } while (0)
#define raw_spin_unlock_irqrestore(lock, flags) do { _raw_spin_unlock(lock); local_irq_restore(flags); } while (0)
#define raw_spin_lock_irq(lock) ({ local_irq_disable(); _raw_spin_lock(lock); })
#define raw_spin_unlock_irq(lock) ({ _raw_spin_unlock(lock); local_irq_enable(); })

#define raw_spin_trylock_irqsave(lock, flags) \
	({ local_irq_save(flags); raw_spin_trylock(lock) ? 1 : ({ local_irq_restore(flags); 0; }); })
#define raw_spin_lock_bh(lock) ({ local_bh_disable(); _raw_spin_lock(lock); })
#define raw_spin_unlock_bh(lock) ({ _raw_spin_unlock(lock); local_bh_enable(); })
#define raw_spin_lock_nested(lock, subclass) raw_spin_lock(lock)

#define spin_lock_init(lock) raw_spin_lock_init(&(lock)->rlock)
#define spin_lock(lock) _raw_spin_lock(&(lock)->rlock)
#define spin_lock_nested(lock, subclass) spin_lock(lock)
#define spin_unlock(lock) _raw_spin_unlock(&(lock)->rlock)
#define spin_trylock(lock) _raw_spin_trylock(&(lock)->rlock)
#define spin_is_locked(lock) raw_spin_is_locked(&(lock)->rlock)
#define assert_spin_locked(lock) BUG_ON(!spin_is_locked(lock))
#define spin_lock_irqsave(lock, flags) raw_spin_lock_irqsave(&(lock)->rlock, flags)
#define spin_unlock_irqrestore(lock, flags) ({ spin_unlock(lock); local_irq_restore(flags); })
#define spin_lock_irq(lock) raw_spin_lock_irq(&(lock)->rlock)
#define spin_unlock_irq(lock) raw_spin_unlock_irq(&(lock)->rlock)
#define spin_lock_bh(lock) ({ local_bh_disable(); spin_lock(lock); })
#define spin_unlock_bh(lock) ({ spin_unlock(lock); local_bh_enable(); })
#define spin_trylock_irqsave(lock, flags) \
	({ local_irq_save(flags); spin_trylock(lock) ? 1 : ({ local_irq_restore(flags); 0; }); })
#define spin_trylock_irq(lock) \
	({ local_irq_disable(); spin_trylock(lock) ? 1 : ({ local_irq_enable(); 0; }); })
#define spin_trylock_bh(lock) \
	({ local_bh_disable(); spin_trylock(lock) ? 1 : ({ local_bh_enable(); 0; }); })
#define spin_is_contended(lock) 0
#define spin_lock_irqsave_nested(lock, flags, subclass) spin_lock_irqsave(lock, flags)

#define rwlock_init(lock) ((lock)->readers = 0)
#define read_lock(lock) _raw_read_lock(lock)
#define read_unlock(lock) _raw_read_unlock(lock)
#define write_lock(lock) _raw_write_lock(lock)
#define write_unlock(lock) _raw_write_unlock(lock)
#define read_trylock(lock) _raw_read_trylock(lock)
#define write_trylock(lock) _raw_write_trylock(lock)
#define read_lock_irq(lock) ({ local_irq_disable(); _raw_read_lock(lock); })
#define read_unlock_irq(lock) ({ _raw_read_unlock(lock); local_irq_enable(); })
#define read_lock_irqsave(lock, flags) do { local_irq_save(flags); _raw_read_lock(lock); } while (0)
#define read_unlock_irqrestore(lock, flags) do { _raw_read_unlock(lock); local_irq_restore(flags); } while (0)
#define write_lock_irqsave(lock, flags) do { local_irq_save(flags); _raw_write_lock(lock); } while (0)
#define write_unlock_irqrestore(lock, flags) do { _raw_write_unlock(lock); local_irq_restore(flags); } while (0)
#define write_lock_irq(lock) ({ local_irq_disable(); _raw_write_lock(lock); })
#define write_unlock_irq(lock) ({ _raw_write_unlock(lock); local_irq_enable(); })
#define write_lock_bh(lock) ({ local_bh_disable(); _raw_write_lock(lock); })
#define write_unlock_bh(lock) ({ _raw_write_unlock(lock); local_bh_enable(); })
#define read_lock_bh(lock) ({ local_bh_disable(); _raw_read_lock(lock); })
#define read_unlock_bh(lock) ({ _raw_read_unlock(lock); local_bh_enable(); })

int _atomic_dec_and_lock(atomic_t *counter, spinlock_t *lock);
#define atomic_dec_and_lock(counter, lock) _atomic_dec_and_lock(counter, lock)

DEFINE_LOCK_GUARD_1(raw_spinlock, raw_spinlock_t, raw_spin_lock(_T->lock), raw_spin_unlock(_T->lock))
DEFINE_LOCK_GUARD_1(raw_spinlock_irqsave, raw_spinlock_t, raw_spin_lock_irqsave(_T->lock, _T->flags),
		    raw_spin_unlock_irqrestore(_T->lock, _T->flags), unsigned long flags)
DEFINE_LOCK_GUARD_1(spinlock, spinlock_t, spin_lock(_T->lock), spin_unlock(_T->lock))
DEFINE_LOCK_GUARD_1(spinlock_irq, spinlock_t, spin_lock_irq(_T->lock), spin_unlock_irq(_T->lock))
DEFINE_LOCK_GUARD_1(spinlock_irqsave, spinlock_t, spin_lock_irqsave(_T->lock, _T->flags),
		    spin_unlock_irqrestore(_T->lock, _T->flags), unsigned long flags)

#endif
