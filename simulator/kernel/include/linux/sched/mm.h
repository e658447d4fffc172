/* Address spaces of tasks, and references to them. */
#ifndef _LINUX_SCHED_MM_H
#define _LINUX_SCHED_MM_H

#include <linux/mm_types.h>
#include <linux/sched.h>

static inline void mmgrab(struct mm_struct *mm) { atomic_inc(&mm->mm_count); }
static inline void mmget(struct mm_struct *mm) { atomic_inc(&mm->mm_users); }
static inline bool mmget_not_zero(struct mm_struct *mm) { return atomic_inc_not_zero(&mm->mm_users); }
/* mm/areas.c */
struct mm_struct *get_task_mm(struct task_struct *task);
void mmput(struct mm_struct *mm);
void mmdrop(struct mm_struct *mm);

#endif
