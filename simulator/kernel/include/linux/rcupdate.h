/* Read-copy-update. Readers may be preempted, as with CONFIG_PREEMPT_RCU, but not sleep. */
#ifndef __LINUX_RCUPDATE_H
#define __LINUX_RCUPDATE_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <linux/preempt.h>

/* kernel/rcu/update.c */
void __rcu_read_lock(void);
void __rcu_read_unlock(void);
void call_rcu(struct rcu_head *head, rcu_callback_t function);
void synchronize_rcu(void);
void rcu_barrier(void);
void __run_rcu_callbacks(void);
/* kernel/irq_work.c */
void __run_on_cpu_raise_rcu(int cpu);

#define rcu_read_lock() __rcu_read_lock()
#define rcu_read_unlock() __rcu_read_unlock()
#define rcu_read_lock_bh() ({ __local_bh_disable(); __rcu_read_lock(); })
#define rcu_read_unlock_bh() ({ __rcu_read_unlock(); __local_bh_enable(); })
#define rcu_read_lock_sched() preempt_disable()
#define rcu_read_unlock_sched() preempt_enable()
#define rcu_read_lock_held() 1
#define rcu_dereference(p) READ_ONCE(p)
#define rcu_dereference_bh(p) READ_ONCE(p)
#define rcu_dereference_check(p, condition) READ_ONCE(p)
#define rcu_dereference_protected(p, condition) (p)
#define rcu_dereference_raw(p) READ_ONCE(p)
#define rcu_access_pointer(p) READ_ONCE(p)
#define rcu_assign_pointer(p, v) WRITE_ONCE(p, v)
#define rcu_replace_pointer(p, new, condition) ({ __typeof__(p) __before = (p); rcu_assign_pointer(p, new); __before; })
#define RCU_INIT_POINTER(p, v) WRITE_ONCE(p, v)
#define RCU_INITIALIZER(v) (v)
#define synchronize_rcu_expedited() synchronize_rcu()
#define synchronize_net() synchronize_rcu()

/* The callback is the offset of the head in its object. */
#define kfree_rcu(pointer, head...) __kfree_rcu_choose(pointer, ##head, __kfree_rcu_head, __kfree_rcu_only)
#define __kfree_rcu_choose(pointer, head, form, ...) form(pointer, head)
#define __kfree_rcu_head(pointer, member)                                               \
	do {                                                                            \
		__typeof__(pointer) __freed = (pointer);                                \
		if (__freed)                                                            \
			call_rcu(&__freed->member, (rcu_callback_t)(unsigned long)      \
				 __builtin_offsetof(__typeof__(*__freed), member));     \
	} while (0)
#define __kfree_rcu_only(pointer, unused) do { synchronize_rcu(); kvfree(pointer); } while (0)
#define kvfree_rcu kfree_rcu

void __local_bh_disable(void);
void __local_bh_enable(void);

#endif
