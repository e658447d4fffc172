/* Work queues: each has one thread, made when its first work comes, that does one piece after the other. */
#include <linux/workqueue.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>

#define WORK_PENDING 0

struct workqueue_struct {
	char name[24];
	struct list_head works;
	spinlock_t lock;
	struct wait_queue_head more;
	struct wait_queue_head done;
	struct task_struct *worker;
	struct work_struct *running;
	bool on_heap;
};

static struct workqueue_struct system_queue, highpri_queue, long_queue;
struct workqueue_struct *system_wq = &system_queue, *system_highpri_wq = &highpri_queue, *system_long_wq = &long_queue,
	*system_unbound_wq = &system_queue, *system_freezable_wq = &system_queue,
	*system_power_efficient_wq = &system_queue;

static void set_up(struct workqueue_struct *queue)
{
	INIT_LIST_HEAD(&queue->works);
	spin_lock_init(&queue->lock);
	init_waitqueue_head(&queue->more);
	init_waitqueue_head(&queue->done);
}

void __workqueues_init(void)
{
	set_up(&system_queue);
	set_up(&highpri_queue);
	set_up(&long_queue);
	strscpy(system_queue.name, "events", sizeof(system_queue.name));
	strscpy(highpri_queue.name, "events_highpri", sizeof(highpri_queue.name));
	strscpy(long_queue.name, "events_long", sizeof(long_queue.name));
}

static struct work_struct *take_work(struct workqueue_struct *queue)
{
	struct work_struct *work;

	spin_lock_irq(&queue->lock);
	work = list_first_entry_or_null(&queue->works, struct work_struct, entry);
	if (work) {
		list_del_init(&work->entry);
		clear_bit(WORK_PENDING, (unsigned long *)&work->data.counter);
	}
	queue->running = work;
	spin_unlock_irq(&queue->lock);
	return work;
}

static int worker(void *data)
{
	struct workqueue_struct *queue = data;

	for (;;) {
		struct work_struct *work = take_work(queue);

		if (work) {
			/* The function may free `work`. */
			work->func(work);
			queue->running = NULL;
			wake_up_all(&queue->done);
			continue;
		}
		if (kthread_should_stop())
			return 0;
		wait_event_interruptible(queue->more, !list_empty(&queue->works) || kthread_should_stop());
	}
}

static void start_worker(struct workqueue_struct *queue)
{
	static int next;

	if (queue->worker)
		return;
	queue->worker = kthread_create(worker, queue, queue->on_heap ? "kworker/u4:%d" : "kworker/0:%d", next++);
	if (IS_ERR(queue->worker))
		queue->worker = NULL;
	else
		wake_up_process(queue->worker);
}

struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags, int max_active, ...)
{
	struct workqueue_struct *queue = kzalloc(sizeof(*queue), GFP_KERNEL);
	va_list arguments;

	if (!queue)
		return NULL;
	set_up(queue);
	queue->on_heap = true;
	va_start(arguments, max_active);
	vsnprintf(queue->name, sizeof(queue->name), fmt, arguments);
	va_end(arguments);
	return queue;
}

void destroy_workqueue(struct workqueue_struct *queue)
{
	__flush_workqueue(queue);
	if (queue->worker)
		kthread_stop(queue->worker);
	kfree(queue);
}

/* Which queue a work was given to is kept beside its pending bit. */
static struct workqueue_struct *queue_of(struct work_struct *work)
{
	return (struct workqueue_struct *)(work->data.counter & ~7L);
}

bool queue_work_on(int cpu, struct workqueue_struct *queue, struct work_struct *work)
{
	unsigned long flags;

	if (test_and_set_bit(WORK_PENDING, (unsigned long *)&work->data.counter))
		return false;
	work->data.counter = (long)queue | BIT(WORK_PENDING);
	spin_lock_irqsave(&queue->lock, flags);
	list_add_tail(&work->entry, &queue->works);
	spin_unlock_irqrestore(&queue->lock, flags);
	start_worker(queue);
	wake_up(&queue->more);
	return true;
}

void delayed_work_timer_fn(struct timer_list *timer)
{
	struct delayed_work *delayed = from_timer(delayed, timer, timer);

	clear_bit(WORK_PENDING, (unsigned long *)&delayed->work.data.counter);
	queue_work_on(delayed->cpu, delayed->wq, &delayed->work);
}

bool queue_delayed_work_on(int cpu, struct workqueue_struct *queue, struct delayed_work *delayed, unsigned long delay)
{
	if (!delay)
		return queue_work_on(cpu, queue, &delayed->work);
	if (test_and_set_bit(WORK_PENDING, (unsigned long *)&delayed->work.data.counter))
		return false;
	delayed->wq = queue;
	delayed->cpu = cpu;
	mod_timer(&delayed->timer, jiffies + delay);
	return true;
}

bool mod_delayed_work_on(int cpu, struct workqueue_struct *queue, struct delayed_work *delayed, unsigned long delay)
{
	bool pending = cancel_delayed_work(delayed);

	queue_delayed_work_on(cpu, queue, delayed, delay);
	return pending;
}

static bool is_busy(struct workqueue_struct *queue, struct work_struct *work)
{
	return work_pending(work) || READ_ONCE(queue->running) == work;
}

bool flush_work(struct work_struct *work)
{
	struct workqueue_struct *queue = queue_of(work);

	might_sleep();
	if (!queue || !is_busy(queue, work))
		return false;
	wait_event(queue->done, !is_busy(queue, work));
	return true;
}

bool cancel_work(struct work_struct *work)
{
	struct workqueue_struct *queue = queue_of(work);
	unsigned long flags;
	bool pending;

	if (!queue)
		return false;
	spin_lock_irqsave(&queue->lock, flags);
	pending = work_pending(work) && !list_empty(&work->entry);
	if (pending) {
		list_del_init(&work->entry);
		clear_bit(WORK_PENDING, (unsigned long *)&work->data.counter);
	}
	spin_unlock_irqrestore(&queue->lock, flags);
	return pending;
}

bool cancel_work_sync(struct work_struct *work)
{
	bool pending = cancel_work(work);

	flush_work(work);
	return pending;
}

bool cancel_delayed_work(struct delayed_work *delayed)
{
	if (del_timer(&delayed->timer)) {
		clear_bit(WORK_PENDING, (unsigned long *)&delayed->work.data.counter);
		return true;
	}
	return cancel_work(&delayed->work);
}

bool cancel_delayed_work_sync(struct delayed_work *delayed)
{
	bool pending = del_timer_sync(&delayed->timer);

	if (pending)
		clear_bit(WORK_PENDING, (unsigned long *)&delayed->work.data.counter);
	return cancel_work_sync(&delayed->work) || pending;
}

bool flush_delayed_work(struct delayed_work *delayed)
{
	if (del_timer_sync(&delayed->timer))
		delayed_work_timer_fn(&delayed->timer);
	return flush_work(&delayed->work);
}

void __flush_workqueue(struct workqueue_struct *queue)
{
	might_sleep();
	wait_event(queue->done, list_empty(&queue->works) && !READ_ONCE(queue->running));
}
