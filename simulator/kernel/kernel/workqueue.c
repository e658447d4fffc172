/* Work queues: what drivers call. Works go to the pools of workqueue-pool.c. */
#include <linux/workqueue_internal.h>
#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>

static struct workqueue_struct system_queue, highpri_queue, long_queue, unbound_queue, freezable_queue, power_queue;
struct workqueue_struct *system_wq = &system_queue, *system_highpri_wq = &highpri_queue, *system_long_wq = &long_queue,
	*system_unbound_wq = &unbound_queue, *system_freezable_wq = &freezable_queue,
	*system_power_efficient_wq = &power_queue, *system_freezable_power_efficient_wq = &power_queue;

static void set_up(struct workqueue_struct *wq, const char *name, unsigned int flags, int max_active)
{
	strscpy(wq->name, name, sizeof(wq->name));
	wq->flags = flags;
	wq->max_active = max_active ? max_active : DEFAULT_ACTIVE;
	spin_lock_init(&wq->lock);
	init_waitqueue_head(&wq->flushers);
}

void __workqueues_init(void)
{
	set_up(&system_queue, "events", 0, 0);
	set_up(&highpri_queue, "events_highpri", WQ_HIGHPRI, 0);
	set_up(&long_queue, "events_long", 0, 0);
	set_up(&unbound_queue, "events_unbound", WQ_UNBOUND, 512);
	set_up(&freezable_queue, "events_freezable", WQ_FREEZABLE, 0);
	set_up(&power_queue, "events_power_efficient", WQ_POWER_EFFICIENT, 0);
}

/* Made when the first work comes; GFP_ATOMIC because that may be anywhere. */
static struct pool_workqueue *share_for(struct workqueue_struct *wq, int cpu)
{
	int index = wq->flags & WQ_UNBOUND ? __CPU_LIMIT : cpu;
	struct pool_workqueue *share = wq->shares[index];

	if (share)
		return share;
	share = kzalloc(sizeof(*share), GFP_ATOMIC);
	if (!share)
		return NULL;
	share->pool = __pool_for(wq, cpu);
	share->wq = wq;
	INIT_LIST_HEAD(&share->inactive);
	return wq->shares[index] = share;
}

struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags, int max_active, ...)
{
	struct workqueue_struct *wq = kzalloc(sizeof(*wq), GFP_KERNEL);
	char name[24];
	va_list arguments;

	if (!wq)
		return NULL;
	va_start(arguments, max_active);
	vsnprintf(name, sizeof(name), fmt, arguments);
	va_end(arguments);
	if ((flags & WQ_UNBOUND) && max_active == 1)
		flags |= __WQ_ORDERED;
	if (max_active < 0 || max_active > 512)
		printk(KERN_WARNING "workqueue: max_active %d requested for %s is out of range, clamping between %d and %d\n",
		       max_active, name, 1, 512);
	set_up(wq, name, flags, max_active < 0 ? 1 : max_active > 512 ? 512 : max_active);
	return wq;
}

static bool is_chained(struct workqueue_struct *wq)
{
	struct worker *worker = current->worker;

	return worker && worker->current_pwq && worker->current_pwq->wq == wq;
}

static void insert_work(struct pool_workqueue *share, struct work_struct *work, struct list_head *before, int color)
{
	work->data.counter = (unsigned long)share | BIT(WORK_PENDING) | (unsigned long)color << COLOR_SHIFT;
	list_add_tail(&work->entry, before);
}

/* With interrupts off and the pending bit set by the caller. */
static void __queue_work(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	struct pool_workqueue *share, *last = share_of(work);
	bool active;

	/* Refused, it stays marked as pending. */
	if (wq->draining && WARN_ON_ONCE(!is_chained(wq)))
		return;
	share = share_for(wq, cpu == WORK_CPU_UNBOUND ? smp_processor_id() : cpu);
	if (!share) {
		clear_bit(WORK_PENDING, (unsigned long *)&work->data.counter);
		return;
	}
	/* A work that still runs is done again by the same worker: never twice at once. */
	if (last && last->pool != share->pool && last->wq == wq && __worker_at(last->pool, work))
		share = last;
	spin_lock(&share->pool->lock);
	active = share->active < wq->max_active;
	share->active += active;
	share->in_flight[wq->color]++;
	insert_work(share, work, active ? &share->pool->works : &share->inactive, wq->color);
	if (active)
		__need_worker(share->pool);
	spin_unlock(&share->pool->lock);
}

bool queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	unsigned long flags;
	bool queued;

	local_irq_save(flags);
	queued = !test_and_set_bit(WORK_PENDING, (unsigned long *)&work->data.counter);
	if (queued)
		__queue_work(cpu, wq, work);
	local_irq_restore(flags);
	return queued;
}

void delayed_work_timer_fn(struct timer_list *timer)
{
	struct delayed_work *delayed = from_timer(delayed, timer, timer);

	__queue_work(delayed->cpu, delayed->wq, &delayed->work);
}

static void __queue_delayed_work(int cpu, struct workqueue_struct *wq, struct delayed_work *delayed, unsigned long delay)
{
	WARN_ON_ONCE(delayed->timer.function != delayed_work_timer_fn);
	WARN_ON_ONCE(timer_pending(&delayed->timer));
	WARN_ON_ONCE(!list_empty(&delayed->work.entry));
	if (!delay) {
		__queue_work(cpu, wq, &delayed->work);
		return;
	}
	delayed->wq = wq;
	delayed->cpu = cpu;
	delayed->timer.expires = jiffies + delay;
	if (cpu == WORK_CPU_UNBOUND)
		add_timer(&delayed->timer);
	else
		add_timer_on(&delayed->timer, cpu);
}

bool queue_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *delayed, unsigned long delay)
{
	unsigned long flags;
	bool queued;

	local_irq_save(flags);
	queued = !test_and_set_bit(WORK_PENDING, (unsigned long *)&delayed->work.data.counter);
	if (queued)
		__queue_delayed_work(cpu, wq, delayed, delay);
	local_irq_restore(flags);
	return queued;
}

/* Takes a pending work off its timer or list; the pending bit stays with the caller. False: it was not pending, and the bit is set all the same. */
static bool grab_pending(struct work_struct *work, struct delayed_work *delayed)
{
	struct pool_workqueue *share = share_of(work);
	bool grabbed = false;

	if (delayed && del_timer(&delayed->timer))
		return true;
	if (!test_and_set_bit(WORK_PENDING, (unsigned long *)&work->data.counter))
		return false;
	if (!share)
		return false;
	spin_lock(&share->pool->lock);
	if (!list_empty(&work->entry)) {
		bool active = true;
		struct work_struct *each;

		list_for_each_entry(each, &share->inactive, entry)
			if (each == work)
				active = false;
		list_del_init(&work->entry);
		__leave_share(share, color_of(work), active);
		work->data.counter = (unsigned long)share | BIT(WORK_PENDING);
		grabbed = true;
	}
	spin_unlock(&share->pool->lock);
	return grabbed;
}

bool mod_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *delayed, unsigned long delay)
{
	unsigned long flags;
	bool pending;

	local_irq_save(flags);
	pending = grab_pending(&delayed->work, delayed);
	__queue_delayed_work(cpu, wq, delayed, delay);
	local_irq_restore(flags);
	return pending;
}

struct barrier {
	struct work_struct work;
	struct completion done;
};

static void wq_barrier_func(struct work_struct *work)
{
	complete(&container_of(work, struct barrier, work)->done);
}

/* Behind the instance of the work that is queued or running now. False: there is none. */
static bool insert_barrier(struct barrier *barrier, struct work_struct *work)
{
	struct pool_workqueue *share = share_of(work);
	struct worker *busy;
	bool inserted = true;

	if (!share)
		return false;
	INIT_WORK_ONSTACK(&barrier->work, wq_barrier_func);
	init_completion(&barrier->done);
	spin_lock_irq(&share->pool->lock);
	if (!list_empty(&work->entry)) {
		bool linked = is_linked(work);

		insert_work(share, &barrier->work, work->entry.next, COLORS);
		if (linked)
			set_bit(WORK_LINKED, (unsigned long *)&barrier->work.data.counter);
		set_bit(WORK_LINKED, (unsigned long *)&work->data.counter);
	} else if ((busy = __worker_at(share->pool, work)) != NULL) {
		bool linked = !list_empty(&busy->scheduled);

		insert_work(busy->current_pwq, &barrier->work, busy->scheduled.next, COLORS);
		if (linked)
			set_bit(WORK_LINKED, (unsigned long *)&barrier->work.data.counter);
	} else {
		inserted = false;
	}
	spin_unlock_irq(&share->pool->lock);
	return inserted;
}

bool flush_work(struct work_struct *work)
{
	struct barrier barrier;

	might_sleep();
	if (WARN_ON(!work->func) || !insert_barrier(&barrier, work))
		return false;
	__waits_for(WAITS_FOR_WORK, work);
	wait_for_completion(&barrier.done);
	return true;
}

static bool cancel_either(struct work_struct *work, struct delayed_work *delayed)
{
	unsigned long flags;
	bool pending;

	local_irq_save(flags);
	pending = grab_pending(work, delayed);
	clear_bit(WORK_PENDING, (unsigned long *)&work->data.counter);
	local_irq_restore(flags);
	return pending;
}

/* Whoever queues it meanwhile finds it pending: a work that queues itself ends here too. */
static bool cancel_sync(struct work_struct *work, struct delayed_work *delayed)
{
	unsigned long flags;
	bool pending;

	might_sleep();
	local_irq_save(flags);
	pending = grab_pending(work, delayed);
	local_irq_restore(flags);
	flush_work(work);
	clear_bit(WORK_PENDING, (unsigned long *)&work->data.counter);
	return pending;
}

bool cancel_work(struct work_struct *work)
{
	return cancel_either(work, NULL);
}

bool cancel_work_sync(struct work_struct *work)
{
	return cancel_sync(work, NULL);
}

bool cancel_delayed_work(struct delayed_work *delayed)
{
	return cancel_either(&delayed->work, delayed);
}

bool cancel_delayed_work_sync(struct delayed_work *delayed)
{
	return cancel_sync(&delayed->work, delayed);
}

bool flush_delayed_work(struct delayed_work *delayed)
{
	local_irq_disable();
	if (del_timer_sync(&delayed->timer))
		__queue_work(delayed->cpu, delayed->wq, &delayed->work);
	local_irq_enable();
	return flush_work(&delayed->work);
}

unsigned int work_busy(struct work_struct *work)
{
	struct pool_workqueue *share = share_of(work);

	return (work_pending(work) ? WORK_BUSY_PENDING : 0) |
	       (share && __worker_at(share->pool, work) ? WORK_BUSY_RUNNING : 0);
}
