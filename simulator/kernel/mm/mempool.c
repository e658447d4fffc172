/* Pools of elements: the reserve is touched only when the allocator has nothing, and filled before it gets anything back. */
#include <linux/bug.h>
#include <linux/mempool.h>
#include <linux/mm.h>
#include <linux/sched.h>

int mempool_init(mempool_t *pool, int min_nr, mempool_alloc_t *alloc, mempool_free_t *free, void *pool_data)
{
	spin_lock_init(&pool->lock);
	init_waitqueue_head(&pool->wait);
	pool->min_nr = min_nr;
	pool->pool_data = pool_data;
	pool->alloc = alloc;
	pool->free = free;
	pool->curr_nr = 0;
	pool->elements = kmalloc_array(min_nr, sizeof(void *), GFP_KERNEL);
	if (!pool->elements)
		return -ENOMEM;
	while (pool->curr_nr < min_nr) {
		void *element = alloc(GFP_KERNEL, pool_data);

		if (!element) {
			mempool_exit(pool);
			return -ENOMEM;
		}
		pool->elements[pool->curr_nr++] = element;
	}
	return 0;
}

void mempool_exit(mempool_t *pool)
{
	while (pool->curr_nr)
		pool->free(pool->elements[--pool->curr_nr], pool->pool_data);
	kfree(pool->elements);
	pool->elements = NULL;
}

mempool_t *mempool_create(int min_nr, mempool_alloc_t *alloc, mempool_free_t *free, void *pool_data)
{
	mempool_t *pool = kzalloc(sizeof(*pool), GFP_KERNEL);

	if (!pool)
		return NULL;
	if (mempool_init(pool, min_nr, alloc, free, pool_data)) {
		kfree(pool);
		return NULL;
	}
	return pool;
}

void mempool_destroy(mempool_t *pool)
{
	if (!pool)
		return;
	mempool_exit(pool);
	kfree(pool);
}

/* One of those above `most`. */
static void *take_above(mempool_t *pool, int most)
{
	void *element = NULL;
	unsigned long flags;

	spin_lock_irqsave(&pool->lock, flags);
	if (pool->curr_nr > most)
		element = pool->elements[--pool->curr_nr];
	spin_unlock_irqrestore(&pool->lock, flags);
	return element;
}

static bool add_below_minimum(mempool_t *pool, void *element)
{
	unsigned long flags;
	bool room;

	spin_lock_irqsave(&pool->lock, flags);
	room = pool->curr_nr < pool->min_nr;
	if (room)
		pool->elements[pool->curr_nr++] = element;
	spin_unlock_irqrestore(&pool->lock, flags);
	return room;
}

/* Frees the array that is not needed: the old one, or the new one where somebody else made the pool as large meanwhile. */
static bool replace_elements(mempool_t *pool, void **elements, int new_min_nr)
{
	void **unneeded = elements;
	unsigned long flags;

	spin_lock_irqsave(&pool->lock, flags);
	if (new_min_nr > pool->min_nr) {
		memcpy(elements, pool->elements, pool->curr_nr * sizeof(void *));
		unneeded = pool->elements;
		pool->elements = elements;
		pool->min_nr = new_min_nr;
	}
	spin_unlock_irqrestore(&pool->lock, flags);
	kfree(unneeded);
	return unneeded != elements;
}

/* Some elements may be missing afterwards: mempool_free() brings them. */
int mempool_resize(mempool_t *pool, int new_min_nr)
{
	void **elements, *element;

	BUG_ON(new_min_nr <= 0);
	if (new_min_nr <= pool->min_nr) {
		while ((element = take_above(pool, new_min_nr)))
			pool->free(element, pool->pool_data);
		pool->min_nr = new_min_nr;
		return 0;
	}
	elements = kmalloc_array(new_min_nr, sizeof(void *), GFP_KERNEL);
	if (!elements)
		return -ENOMEM;
	if (!replace_elements(pool, elements, new_min_nr))
		return 0;
	while (pool->curr_nr < pool->min_nr && (element = pool->alloc(GFP_KERNEL, pool->pool_data)))
		if (!add_below_minimum(pool, element)) {
			pool->free(element, pool->pool_data);
			break;
		}
	return 0;
}

/* Whoever may sleep gets an element sooner or later. */
void *mempool_alloc(mempool_t *pool, gfp_t gfp_mask)
{
	gfp_t gfp;
	void *element;

	might_sleep_if(gfp_mask & __GFP_DIRECT_RECLAIM);
	gfp_mask |= __GFP_NOMEMALLOC | __GFP_NORETRY | __GFP_NOWARN;
	gfp = gfp_mask & ~(__GFP_DIRECT_RECLAIM | __GFP_IO);
	for (;;) {
		DEFINE_WAIT(wait);

		element = pool->alloc(gfp, pool->pool_data);
		if (!element)
			element = take_above(pool, 0);
		if (element)
			return element;
		if (gfp != gfp_mask) {
			gfp = gfp_mask;
			continue;
		}
		if (!(gfp_mask & __GFP_DIRECT_RECLAIM))
			return NULL;
		prepare_to_wait(&pool->wait, &wait, TASK_UNINTERRUPTIBLE);
		if (!pool->curr_nr)
			io_schedule_timeout(5 * HZ);
		finish_wait(&pool->wait, &wait);
	}
}

void mempool_free(void *element, mempool_t *pool)
{
	if (!element)
		return;
	if (add_below_minimum(pool, element))
		wake_up(&pool->wait);
	else
		pool->free(element, pool->pool_data);
}

void *mempool_alloc_slab(gfp_t gfp_mask, void *pool_data)
{
	return kmem_cache_alloc(pool_data, gfp_mask);
}

void mempool_free_slab(void *element, void *pool_data)
{
	kmem_cache_free(pool_data, element);
}

void *mempool_kmalloc(gfp_t gfp_mask, void *pool_data)
{
	return kmalloc((size_t)pool_data, gfp_mask);
}

void mempool_kfree(void *element, void *pool_data)
{
	kfree(element);
}

void *mempool_alloc_pages(gfp_t gfp_mask, void *pool_data)
{
	return alloc_pages(gfp_mask, (int)(long)pool_data);
}

void mempool_free_pages(void *element, void *pool_data)
{
	__free_pages(element, (int)(long)pool_data);
}
