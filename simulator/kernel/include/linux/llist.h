/* Lists that are added to without a lock, and taken off whole. */
#ifndef LLIST_H
#define LLIST_H

#include <linux/atomic.h>
#include <linux/container_of.h>
#include <linux/types.h>

struct llist_head {
	struct llist_node *first;
};
struct llist_node {
	struct llist_node *next;
};

#define LLIST_HEAD_INIT(name) { NULL }
#define LLIST_HEAD(name) struct llist_head name = LLIST_HEAD_INIT(name)
#define llist_entry(pointer, type, member) container_of(pointer, type, member)
#define llist_for_each(position, node) for ((position) = (node); position; (position) = (position)->next)
#define llist_for_each_safe(position, n, node) \
	for ((position) = (node); (position) && ((n) = (position)->next, true); (position) = (n))
#define __llist_member(pointer, member) ((unsigned long)(pointer) + offsetof(__typeof__(*(pointer)), member))
#define llist_for_each_entry(position, node, member)                                            \
	for ((position) = llist_entry((node), __typeof__(*(position)), member);                 \
	     __llist_member(position, member) != 0;                                             \
	     (position) = llist_entry((position)->member.next, __typeof__(*(position)), member))
#define llist_for_each_entry_safe(position, n, node, member)                                    \
	for (position = llist_entry((node), __typeof__(*position), member);                     \
	     __llist_member(position, member) != 0 &&                                           \
	     (n = llist_entry(position->member.next, __typeof__(*n), member), true);            \
	     position = n)

static inline void init_llist_head(struct llist_head *list) { list->first = NULL; }
static inline bool llist_empty(const struct llist_head *head) { return READ_ONCE(head->first) == NULL; }
static inline struct llist_node *llist_next(struct llist_node *node) { return node->next; }

/* True: the list was empty before. */
static inline bool llist_add_batch(struct llist_node *first, struct llist_node *last, struct llist_head *head)
{
	struct llist_node *before;

	do {
		before = READ_ONCE(head->first);
		last->next = before;
	} while (cmpxchg(&head->first, before, first) != before);
	return !before;
}
static inline bool llist_add(struct llist_node *node, struct llist_head *head) { return llist_add_batch(node, node, head); }
static inline struct llist_node *llist_del_all(struct llist_head *head) { return xchg(&head->first, NULL); }
static inline struct llist_node *llist_del_first(struct llist_head *head)
{
	struct llist_node *first;

	do {
		first = READ_ONCE(head->first);
	} while (first && cmpxchg(&head->first, first, first->next) != first);
	return first;
}
static inline struct llist_node *llist_reverse_order(struct llist_node *head)
{
	struct llist_node *reversed = NULL, *next;

	for (; head; head = next) {
		next = head->next;
		head->next = reversed;
		reversed = head;
	}
	return reversed;
}

#endif
