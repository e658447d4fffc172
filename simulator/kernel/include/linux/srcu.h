/* Read-copy-update whose readers may sleep: each domain counts its own. */
#ifndef _LINUX_SRCU_H
#define _LINUX_SRCU_H

#include <linux/rcupdate.h>

struct srcu_struct {
	int __index;
	int __readers[2];
};

#define DEFINE_SRCU(name) struct srcu_struct name
#define DEFINE_STATIC_SRCU(name) static struct srcu_struct name
#define srcu_dereference(p, srcu) READ_ONCE(p)

/* kernel/rcu/update.c */
int init_srcu_struct(struct srcu_struct *srcu);
void cleanup_srcu_struct(struct srcu_struct *srcu);
int srcu_read_lock(struct srcu_struct *srcu);
void srcu_read_unlock(struct srcu_struct *srcu, int index);
void synchronize_srcu(struct srcu_struct *srcu);
#define synchronize_srcu_expedited(srcu) synchronize_srcu(srcu)

#endif
