/* Notifier chains: sorted lists of functions, under a spinlock, a semaphore, SRCU or nothing. */
#include <linux/notifier.h>
#include <linux/bug.h>
#include <linux/rcupdate.h>

/* Behind those of the same priority. */
static int notifier_chain_register(struct notifier_block **place, struct notifier_block *block)
{
	while (*place) {
		if (*place == block) {
			WARN(1, "notifier callback %ps already registered", block->notifier_call);
			return -EEXIST;
		}
		if (block->priority > (*place)->priority)
			break;
		place = &(*place)->next;
	}
	block->next = *place;
	*place = block;
	return 0;
}

static int chain_remove(struct notifier_block **place, struct notifier_block *block)
{
	for (; *place; place = &(*place)->next) {
		if (*place != block)
			continue;
		*place = block->next;
		return 0;
	}
	return -ENOENT;
}

static int chain_call(struct notifier_block *block, unsigned long action, void *data)
{
	struct notifier_block *next;
	int result = NOTIFY_DONE;

	for (; block && !(result & NOTIFY_STOP_MASK); block = next) {
		next = block->next;
		result = block->notifier_call(block, action, data);
	}
	return result;
}

int atomic_notifier_chain_register(struct atomic_notifier_head *head, struct notifier_block *block)
{
	unsigned long flags;
	int error;

	spin_lock_irqsave(&head->lock, flags);
	error = notifier_chain_register(&head->head, block);
	spin_unlock_irqrestore(&head->lock, flags);
	return error;
}

int atomic_notifier_chain_unregister(struct atomic_notifier_head *head, struct notifier_block *block)
{
	unsigned long flags;
	int error;

	spin_lock_irqsave(&head->lock, flags);
	error = chain_remove(&head->head, block);
	spin_unlock_irqrestore(&head->lock, flags);
	synchronize_rcu();
	return error;
}

int atomic_notifier_call_chain(struct atomic_notifier_head *head, unsigned long action, void *data)
{
	int result;

	rcu_read_lock();
	result = chain_call(head->head, action, data);
	rcu_read_unlock();
	return result;
}

int blocking_notifier_chain_register(struct blocking_notifier_head *head, struct notifier_block *block)
{
	int error;

	down_write(&head->rwsem);
	error = notifier_chain_register(&head->head, block);
	up_write(&head->rwsem);
	return error;
}

int blocking_notifier_chain_unregister(struct blocking_notifier_head *head, struct notifier_block *block)
{
	int error;

	down_write(&head->rwsem);
	error = chain_remove(&head->head, block);
	up_write(&head->rwsem);
	return error;
}

int blocking_notifier_call_chain(struct blocking_notifier_head *head, unsigned long action, void *data)
{
	int result = NOTIFY_DONE;

	if (!READ_ONCE(head->head))
		return result;
	down_read(&head->rwsem);
	result = chain_call(head->head, action, data);
	up_read(&head->rwsem);
	return result;
}

int raw_notifier_chain_register(struct raw_notifier_head *head, struct notifier_block *block)
{
	return notifier_chain_register(&head->head, block);
}

int raw_notifier_chain_unregister(struct raw_notifier_head *head, struct notifier_block *block)
{
	return chain_remove(&head->head, block);
}

int raw_notifier_call_chain(struct raw_notifier_head *head, unsigned long action, void *data)
{
	return chain_call(head->head, action, data);
}

void srcu_init_notifier_head(struct srcu_notifier_head *head)
{
	mutex_init(&head->mutex);
	init_srcu_struct(&head->srcu);
	head->head = NULL;
}

int srcu_notifier_chain_register(struct srcu_notifier_head *head, struct notifier_block *block)
{
	int error;

	mutex_lock(&head->mutex);
	error = notifier_chain_register(&head->head, block);
	mutex_unlock(&head->mutex);
	return error;
}

int srcu_notifier_chain_unregister(struct srcu_notifier_head *head, struct notifier_block *block)
{
	int error;

	mutex_lock(&head->mutex);
	error = chain_remove(&head->head, block);
	mutex_unlock(&head->mutex);
	synchronize_srcu(&head->srcu);
	return error;
}

int srcu_notifier_call_chain(struct srcu_notifier_head *head, unsigned long action, void *data)
{
	int index = srcu_read_lock(&head->srcu);
	int result = chain_call(head->head, action, data);

	srcu_read_unlock(&head->srcu, index);
	return result;
}
