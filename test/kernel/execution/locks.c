// SPDX-License-Identifier: MIT
/* What do the trying and waiting forms of all locks return, free and taken? */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/semaphore.h>
#include <linux/seqlock.h>
#include <linux/spinlock.h>

static DEFINE_SPINLOCK(spin);
static DEFINE_RAW_SPINLOCK(raw);
static DEFINE_RWLOCK(rw);
static DEFINE_SEQLOCK(seq);
static DEFINE_MUTEX(mutex);
static DECLARE_RWSEM(rwsem);
static struct semaphore two;

/* Functions in Linux, so that a void one may return them. */
static void released(unsigned long flags)
{
	return spin_unlock_irqrestore(&spin, flags);
}

static void spinning(void)
{
	unsigned long flags;

	pr_info("spin %d", spin_trylock(&spin));
	pr_cont(" taken %d again %d", spin_is_locked(&spin), spin_trylock(&spin));
	spin_unlock(&spin);
	pr_cont(" free %d\n", spin_is_locked(&spin));
	pr_info("irqsave %d irqs off %d\n", spin_trylock_irqsave(&spin, flags), irqs_disabled());
	released(flags);
	pr_info("irqs off %d bh %d", irqs_disabled(), spin_trylock_bh(&spin));
	pr_cont(" softirq %d\n", in_softirq() != 0);
	spin_unlock_bh(&spin);
	raw_spin_lock_irqsave(&raw, flags);
	pr_info("raw %d\n", raw_spin_trylock(&raw));
	raw_spin_unlock_irqrestore(&raw, flags);
	read_lock(&rw);
	pr_info("read while read %d", read_trylock(&rw));
	pr_cont(" write while read %d\n", write_trylock(&rw));
	read_unlock(&rw);
	read_unlock(&rw);
	write_lock_irqsave(&rw, flags);
	pr_info("read while written %d write %d\n", read_trylock(&rw), write_trylock(&rw));
	write_unlock_irqrestore(&rw, flags);
}

static void sequences(void)
{
	unsigned int start = read_seqbegin(&seq);

	pr_info("sequence %u retry %d\n", start, read_seqretry(&seq, start));
	write_seqlock(&seq);
	write_sequnlock(&seq);
	pr_info("retry after a writer %d now %u\n", read_seqretry(&seq, start), read_seqbegin(&seq));
}

static int tries(void *data)
{
	pr_info("other: mutex %d read %d write %d\n", mutex_trylock(&mutex), down_read_trylock(&rwsem),
		down_write_trylock(&rwsem));
	return 0;
}

static int writer(void *data)
{
	down_write(&rwsem);
	pr_info("writer has it\n");
	up_write(&rwsem);
	return 0;
}

static void other(void)
{
	kthread_run(tries, NULL, "other");
	msleep(20);
}

static void sleeping(void)
{
	pr_info("mutex %d %d", mutex_lock_interruptible(&mutex), mutex_is_locked(&mutex));
	pr_cont(" killable free %d\n", ({ mutex_unlock(&mutex); mutex_lock_killable(&mutex); }));
	down_write(&rwsem);
	other();
	downgrade_write(&rwsem);
	mutex_unlock(&mutex);
	pr_info("downgraded: read %d", down_read_trylock(&rwsem));
	up_read(&rwsem);
	pr_cont(" write %d locked %d\n", down_write_trylock(&rwsem), rwsem_is_locked(&rwsem));
	kthread_run(writer, NULL, "writer");
	msleep(20);
	pr_info("contended %d\n", rwsem_is_contended(&rwsem));
	up_read(&rwsem);
	msleep(20);
	pr_info("write killable %d", down_write_killable(&rwsem));
	up_write(&rwsem);
	pr_cont(" read killable %d\n", down_read_killable(&rwsem));
	up_read(&rwsem);
	sema_init(&two, 2);
	pr_info("semaphore %d", down_interruptible(&two));
	pr_cont(" %d", down_killable(&two));
	pr_cont(" %d timeout %d\n", down_trylock(&two), down_timeout(&two, 2));
	up(&two);
	pr_info("trylock %d\n", down_trylock(&two));
}

static int __init locks_init(void)
{
	spinning();
	sequences();
	sleeping();
	return 0;
}

static void __exit locks_exit(void)
{
}

module_init(locks_init);
module_exit(locks_exit);
MODULE_LICENSE("GPL");
