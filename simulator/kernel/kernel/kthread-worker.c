/* Threads that do works which are queued for them alone. */
#include <linux/kthread.h>
#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/jiffies.h>
#include <linux/slab.h>
#include <linux/sprintf.h>

void __kthread_init_worker(struct kthread_worker *worker)
{
	*worker = (struct kthread_worker){ .flags = 0 };
	raw_spin_lock_init(&worker->lock);
	INIT_LIST_HEAD(&worker->work_list);
	INIT_LIST_HEAD(&worker->delayed_work_list);
}

static struct kthread_work *take_work(struct kthread_worker *worker)
{
	struct kthread_work *work;

	raw_spin_lock_irq(&worker->lock);
	work = list_first_entry_or_null(&worker->work_list, struct kthread_work, node);
	if (work)
		list_del_init(&work->node);
	worker->current_work = work;
	raw_spin_unlock_irq(&worker->lock);
	return work;
}

int kthread_worker_fn(void *data)
{
	struct kthread_worker *worker = data;
	struct kthread_work *work;

	WARN_ON(worker->task && worker->task != current);
	worker->task = current;
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		work = take_work(worker);
		if (work) {
			__set_current_state(TASK_RUNNING);
			work->func(work);
		} else {
			schedule();
		}
		cond_resched();
	}
	__set_current_state(TASK_RUNNING);
	raw_spin_lock_irq(&worker->lock);
	worker->task = NULL;
	raw_spin_unlock_irq(&worker->lock);
	return 0;
}

static struct kthread_worker *create_kthread_worker(const char *name, int cpu)
{
	struct kthread_worker *worker = kzalloc(sizeof(*worker), GFP_KERNEL);
	struct task_struct *task;

	if (!worker)
		return ERR_PTR(-ENOMEM);
	kthread_init_worker(worker);
	task = kthread_create(kthread_worker_fn, worker, "%s", name);
	if (IS_ERR(task)) {
		kfree(worker);
		return ERR_CAST(task);
	}
	if (cpu >= 0)
		kthread_bind(task, cpu);
	worker->task = task;
	wake_up_process(task);
	return worker;
}

struct kthread_worker *kthread_create_worker(unsigned int flags, const char *format, ...)
{
	char name[TASK_COMM_LEN];
	va_list arguments;

	(void)flags;
	va_start(arguments, format);
	vsnprintf(name, sizeof(name), format, arguments);
	va_end(arguments);
	return create_kthread_worker(name, -1);
}

struct kthread_worker *kthread_create_worker_on_cpu(int cpu, unsigned int flags, const char *format, ...)
{
	char name[TASK_COMM_LEN];
	va_list arguments;

	(void)flags;
	va_start(arguments, format);
	vsnprintf(name, sizeof(name), format, arguments);
	va_end(arguments);
	return create_kthread_worker(name, cpu);
}

static void insert_kthread_work(struct kthread_worker *worker, struct kthread_work *work, struct list_head *before)
{
	WARN_ON_ONCE(!list_empty(&work->node));
	list_add_tail(&work->node, before);
	work->worker = worker;
	if (!worker->current_work && worker->task)
		wake_up_process(worker->task);
}

bool kthread_queue_work(struct kthread_worker *worker, struct kthread_work *work)
{
	unsigned long flags;
	bool queued = false;

	raw_spin_lock_irqsave(&worker->lock, flags);
	if (list_empty(&work->node) && !work->canceling) {
		insert_kthread_work(worker, work, &worker->work_list);
		queued = true;
	}
	raw_spin_unlock_irqrestore(&worker->lock, flags);
	return queued;
}

void kthread_delayed_work_timer_fn(struct timer_list *timer)
{
	struct kthread_delayed_work *delayed = from_timer(delayed, timer, timer);
	struct kthread_work *work = &delayed->work;
	struct kthread_worker *worker = work->worker;
	unsigned long flags;

	if (WARN_ON_ONCE(!worker))
		return;
	raw_spin_lock_irqsave(&worker->lock, flags);
	list_del_init(&work->node);
	if (!work->canceling)
		insert_kthread_work(worker, work, &worker->work_list);
	raw_spin_unlock_irqrestore(&worker->lock, flags);
}

bool kthread_queue_delayed_work(struct kthread_worker *worker, struct kthread_delayed_work *delayed,
				unsigned long delay)
{
	struct kthread_work *work = &delayed->work;
	unsigned long flags;

	if (!delay)
		return kthread_queue_work(worker, work);
	raw_spin_lock_irqsave(&worker->lock, flags);
	if (!list_empty(&work->node) || work->canceling) {
		raw_spin_unlock_irqrestore(&worker->lock, flags);
		return false;
	}
	list_add(&work->node, &worker->delayed_work_list);
	work->worker = worker;
	mod_timer(&delayed->timer, jiffies + delay);
	raw_spin_unlock_irqrestore(&worker->lock, flags);
	return true;
}

struct flush_work {
	struct kthread_work work;
	struct completion done;
};

static void announce_kthread_work(struct kthread_work *work)
{
	complete(&container_of(work, struct flush_work, work)->done);
}

/* Waits for the instance that is queued or running now. */
void kthread_flush_work(struct kthread_work *work)
{
	struct flush_work flush = { .work = KTHREAD_WORK_INIT(flush.work, announce_kthread_work) };
	struct kthread_worker *worker = work->worker;
	bool idle = false;

	init_completion(&flush.done);
	if (!worker)
		return;
	raw_spin_lock_irq(&worker->lock);
	if (!list_empty(&work->node))
		insert_kthread_work(worker, &flush.work, work->node.next);
	else if (worker->current_work == work)
		insert_kthread_work(worker, &flush.work, worker->work_list.next);
	else
		idle = true;
	raw_spin_unlock_irq(&worker->lock);
	if (!idle)
		wait_for_completion(&flush.done);
}

void kthread_flush_worker(struct kthread_worker *worker)
{
	struct flush_work flush = { .work = KTHREAD_WORK_INIT(flush.work, announce_kthread_work) };

	init_completion(&flush.done);
	kthread_queue_work(worker, &flush.work);
	wait_for_completion(&flush.done);
}

bool kthread_cancel_work_sync(struct kthread_work *work)
{
	struct kthread_worker *worker = work->worker;
	bool pending;

	if (!worker)
		return false;
	raw_spin_lock_irq(&worker->lock);
	pending = !list_empty(&work->node);
	list_del_init(&work->node);
	work->canceling++;
	raw_spin_unlock_irq(&worker->lock);
	if (worker->current_work == work)
		kthread_flush_work(work);
	work->canceling--;
	return pending;
}

bool kthread_cancel_delayed_work_sync(struct kthread_delayed_work *delayed)
{
	del_timer_sync(&delayed->timer);
	return kthread_cancel_work_sync(&delayed->work);
}

void kthread_destroy_worker(struct kthread_worker *worker)
{
	if (WARN_ON(!worker->task))
		return;
	kthread_flush_worker(worker);
	kthread_stop(worker->task);
	WARN_ON(!list_empty(&worker->delayed_work_list));
	WARN_ON(!list_empty(&worker->work_list));
	kfree(worker);
}
