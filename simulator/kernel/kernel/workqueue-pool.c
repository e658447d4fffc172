/* The workers of work queues: one pool a CPU and priority, and one for works that may run anywhere. When a worker sleeps another goes on. */
#include <linux/workqueue_internal.h>
#include <linux/bug.h>
#include <linux/kthread.h>
#include <linux/printk.h>
#include <linux/slab.h>

/* time.ts: what traces of this worker say. */
void __note_work(const char *queue, work_func_t function);

static struct worker_pool pools[2][__CPU_LIMIT + 1];
static struct worker *all_workers;

static int run_worker(void *data);

struct worker_pool *__pool_for(const struct workqueue_struct *wq, int cpu)
{
	struct worker_pool *pool = &pools[!!(wq->flags & WQ_HIGHPRI)][wq->flags & WQ_UNBOUND ? __CPU_LIMIT : cpu];

	if (!pool->works.next) {
		spin_lock_init(&pool->lock);
		INIT_LIST_HEAD(&pool->works);
		INIT_LIST_HEAD(&pool->idle);
		pool->cpu = wq->flags & WQ_UNBOUND ? -1 : cpu;
		pool->highpri = wq->flags & WQ_HIGHPRI;
	}
	return pool;
}

static void create_worker(struct worker_pool *pool)
{
	struct worker *worker = kzalloc(sizeof(*worker), GFP_ATOMIC);
	const char *priority = pool->highpri ? "H" : "";
	int id = pool->next_id++;

	if (!worker)
		return;
	INIT_LIST_HEAD(&worker->scheduled);
	worker->pool = pool;
	if (pool->cpu >= 0)
		worker->task = __kthread_create_atomic(run_worker, worker, "kworker/%d:%d%s", pool->cpu, id, priority);
	else
		worker->task = __kthread_create_atomic(run_worker, worker, "kworker/u%d:%d%s", 2 * num_online_cpus(), id,
						       priority);
	if (!worker->task) {
		kfree(worker);
		return;
	}
	if (pool->cpu >= 0)
		kthread_bind(worker->task, pool->cpu);
	worker->task->worker = worker;
	worker->task->flags |= PF_WQ_WORKER;
	worker->next = all_workers;
	all_workers = worker;
	list_add(&worker->entry, &pool->idle);
}

/* With the pool's lock held: an idle worker is woken unless another one works already; one is made where none is idle. */
void __need_worker(struct worker_pool *pool)
{
	struct worker *idle;

	if (list_empty(&pool->works) || (pool->cpu >= 0 && pool->running))
		return;
	if (list_empty(&pool->idle))
		create_worker(pool);
	idle = list_first_entry_or_null(&pool->idle, struct worker, entry);
	if (idle)
		wake_up_process(idle->task);
}

/* schedule() calls these two around a worker's sleep. */
void __worker_sleeps(void *data)
{
	struct worker *worker = data;
	struct worker_pool *pool = worker->pool;
	unsigned long flags;

	if (!worker->current_work || worker->sleeping)
		return;
	spin_lock_irqsave(&pool->lock, flags);
	worker->sleeping = true;
	pool->running--;
	__need_worker(pool);
	spin_unlock_irqrestore(&pool->lock, flags);
}

void __worker_runs(void *data)
{
	struct worker *worker = data;

	if (!worker->sleeping)
		return;
	worker->sleeping = false;
	worker->pool->running++;
}

static void activate_first(struct pool_workqueue *share)
{
	struct work_struct *work = list_first_entry_or_null(&share->inactive, struct work_struct, entry);

	if (!work || share->active >= share->wq->max_active)
		return;
	share->active++;
	do {
		struct work_struct *next = list_next_entry(work, entry);
		bool linked = is_linked(work);

		list_move_tail(&work->entry, &share->pool->works);
		if (!linked)
			break;
		work = next;
	} while (1);
}

/* A work was done or taken back. */
void __leave_share(struct pool_workqueue *share, int color, bool was_active)
{
	if (color < COLORS)
		share->in_flight[color]--;
	if (was_active) {
		share->active--;
		activate_first(share);
	}
	wake_up_all(&share->wq->flushers);
}

struct worker *__worker_at(struct worker_pool *pool, struct work_struct *work)
{
	struct worker *worker;

	for (worker = all_workers; worker; worker = worker->next)
		if (worker->pool == pool && worker->current_work == work && worker->current_func == work->func)
			return worker;
	return NULL;
}

/* With the pool's lock held, which is dropped for the call. */
static void do_work(struct worker *worker, struct work_struct *work)
{
	struct pool_workqueue *share = share_of(work);
	int color = color_of(work);
	bool own = color < COLORS;

	worker->current_work = work;
	worker->current_func = work->func;
	worker->current_pwq = share;
	list_del_init(&work->entry);
	work->data.counter = (unsigned long)share;
	if (own)
		__need_worker(worker->pool);
	spin_unlock_irq(&worker->pool->lock);
	__note_work(share->wq->name, worker->current_func);
	/* The function may free `work`. */
	worker->current_func(work);
	if (preempt_count()) {
		printk(KERN_ERR "BUG: workqueue leaked lock or atomic: %s/0x%08x/%d\n     last function: %ps\n",
		       current->comm, preempt_count(), current->pid, worker->current_func);
		dump_stack();
	}
	__note_work(NULL, NULL);
	cond_resched();
	spin_lock_irq(&worker->pool->lock);
	worker->current_work = NULL;
	worker->current_pwq = NULL;
	__leave_share(share, color, own);
}

/* The next work of the pool with those that are linked to it. One that still runs elsewhere is left to that worker. */
static void take_works(struct worker *worker)
{
	struct worker_pool *pool = worker->pool;
	struct work_struct *work = list_first_entry(&pool->works, struct work_struct, entry);
	struct worker *busy = __worker_at(pool, work);
	struct list_head *target = busy ? &busy->scheduled : &worker->scheduled;

	for (;;) {
		struct work_struct *next = list_next_entry(work, entry);
		bool linked = is_linked(work);

		list_move_tail(&work->entry, target);
		if (!linked)
			break;
		work = next;
	}
}

static int run_worker(void *data)
{
	struct worker *worker = data;
	struct worker_pool *pool = worker->pool;

	for (;;) {
		spin_lock_irq(&pool->lock);
		list_del_init(&worker->entry);
		if (!list_empty(&pool->works) && (pool->cpu < 0 || !pool->running)) {
			pool->running++;
			do {
				take_works(worker);
				while (!list_empty(&worker->scheduled))
					do_work(worker, list_first_entry(&worker->scheduled, struct work_struct, entry));
			} while (!list_empty(&pool->works) && (pool->cpu < 0 || pool->running <= 1));
			pool->running--;
		}
		list_add(&worker->entry, &pool->idle);
		__set_current_state(TASK_IDLE);
		spin_unlock_irq(&pool->lock);
		schedule();
	}
	return 0;
}
