/* Circular doubly linked lists through a member of their elements, and hash chains. */
#ifndef _LINUX_LIST_H
#define _LINUX_LIST_H

#include <linux/container_of.h>
#include <linux/types.h>
#include <linux/poison.h>
#include <asm/rwonce.h>

#define LIST_HEAD_INIT(name) { &(name), &(name) }
#define LIST_HEAD(name) struct list_head name = LIST_HEAD_INIT(name)

static inline void INIT_LIST_HEAD(struct list_head *list)
{
	list->next = list;
	list->prev = list;
}

static inline void __list_add(struct list_head *entry, struct list_head *prev, struct list_head *next)
{
	next->prev = entry;
	entry->next = next;
	entry->prev = prev;
	prev->next = entry;
}

static inline void list_add(struct list_head *entry, struct list_head *head)
{
	__list_add(entry, head, head->next);
}

static inline void list_add_tail(struct list_head *entry, struct list_head *head)
{
	__list_add(entry, head->prev, head);
}

static inline void __list_del(struct list_head *prev, struct list_head *next)
{
	next->prev = prev;
	prev->next = next;
}

static inline void __list_del_entry(struct list_head *entry)
{
	__list_del(entry->prev, entry->next);
}

static inline void list_del(struct list_head *entry)
{
	__list_del_entry(entry);
	entry->next = LIST_POISON1;
	entry->prev = LIST_POISON2;
}

static inline void list_del_init(struct list_head *entry)
{
	__list_del_entry(entry);
	INIT_LIST_HEAD(entry);
}

static inline void list_replace(struct list_head *old, struct list_head *entry)
{
	entry->next = old->next;
	entry->next->prev = entry;
	entry->prev = old->prev;
	entry->prev->next = entry;
}

static inline void list_replace_init(struct list_head *old, struct list_head *entry)
{
	list_replace(old, entry);
	INIT_LIST_HEAD(old);
}

static inline void list_move(struct list_head *entry, struct list_head *head)
{
	__list_del_entry(entry);
	list_add(entry, head);
}

static inline void list_move_tail(struct list_head *entry, struct list_head *head)
{
	__list_del_entry(entry);
	list_add_tail(entry, head);
}

static inline int list_empty(const struct list_head *head) { return READ_ONCE(head->next) == head; }
static inline int list_empty_careful(const struct list_head *head) { return head->next == head && head->prev == head; }
static inline int list_is_first(const struct list_head *entry, const struct list_head *head) { return entry->prev == head; }
static inline int list_is_last(const struct list_head *entry, const struct list_head *head) { return entry->next == head; }
static inline int list_is_head(const struct list_head *entry, const struct list_head *head) { return entry == head; }
static inline int list_is_singular(const struct list_head *head) { return !list_empty(head) && head->next == head->prev; }

static inline void list_rotate_left(struct list_head *head)
{
	if (!list_empty(head))
		list_move_tail(head->next, head);
}

static inline void __list_splice(const struct list_head *list, struct list_head *prev, struct list_head *next)
{
	list->next->prev = prev;
	prev->next = list->next;
	list->prev->next = next;
	next->prev = list->prev;
}

/* The entries from the first one to `entry` become the whole of `list`. */
static inline void list_cut_position(struct list_head *list, struct list_head *head, struct list_head *entry)
{
	struct list_head *first = head->next;

	INIT_LIST_HEAD(list);
	if (list_empty(head) || entry == head)
		return;
	head->next = entry->next;
	head->next->prev = head;
	list->next = first;
	first->prev = list;
	list->prev = entry;
	entry->next = list;
}

static inline void list_cut_before(struct list_head *list, struct list_head *head, struct list_head *entry)
{
	list_cut_position(list, head, entry->prev);
}

static inline void list_bulk_move_tail(struct list_head *head, struct list_head *first, struct list_head *last)
{
	first->prev->next = last->next;
	last->next->prev = first->prev;
	head->prev->next = first;
	first->prev = head->prev;
	last->next = head;
	head->prev = last;
}

static inline void list_splice(const struct list_head *list, struct list_head *head)
{
	if (!list_empty(list))
		__list_splice(list, head, head->next);
}

static inline void list_splice_tail(struct list_head *list, struct list_head *head)
{
	if (!list_empty(list))
		__list_splice(list, head->prev, head);
}

static inline void list_splice_init(struct list_head *list, struct list_head *head)
{
	list_splice(list, head);
	INIT_LIST_HEAD(list);
}

static inline void list_splice_tail_init(struct list_head *list, struct list_head *head)
{
	list_splice_tail(list, head);
	INIT_LIST_HEAD(list);
}

#define list_entry(pointer, type, member) container_of(pointer, type, member)
#define list_first_entry(head, type, member) list_entry((head)->next, type, member)
#define list_last_entry(head, type, member) list_entry((head)->prev, type, member)
#define list_first_entry_or_null(head, type, member) \
	(list_empty(head) ? NULL : list_first_entry(head, type, member))
#define list_next_entry(position, member) list_entry((position)->member.next, __typeof__(*(position)), member)
#define list_prev_entry(position, member) list_entry((position)->member.prev, __typeof__(*(position)), member)
#define list_entry_is_head(position, head, member) (&(position)->member == (head))

#define list_for_each(position, head) for (position = (head)->next; position != (head); position = position->next)
#define list_for_each_prev(position, head) for (position = (head)->prev; position != (head); position = position->prev)
#define list_for_each_safe(position, following, head) \
	for (position = (head)->next, following = position->next; position != (head); \
	     position = following, following = position->next)
#define list_for_each_entry(position, head, member) \
	for (position = list_first_entry(head, __typeof__(*position), member); \
	     !list_entry_is_head(position, head, member); position = list_next_entry(position, member))
#define list_for_each_entry_reverse(position, head, member) \
	for (position = list_last_entry(head, __typeof__(*position), member); \
	     !list_entry_is_head(position, head, member); position = list_prev_entry(position, member))
#define list_for_each_entry_continue(position, head, member) \
	for (position = list_next_entry(position, member); \
	     !list_entry_is_head(position, head, member); position = list_next_entry(position, member))
#define list_for_each_entry_from(position, head, member) \
	for (; !list_entry_is_head(position, head, member); position = list_next_entry(position, member))
#define list_for_each_entry_safe(position, following, head, member) \
	for (position = list_first_entry(head, __typeof__(*position), member), \
	     following = list_next_entry(position, member); \
	     !list_entry_is_head(position, head, member); \
	     position = following, following = list_next_entry(following, member))
#define list_for_each_entry_safe_from(position, following, head, member) \
	for (following = list_next_entry(position, member); !list_entry_is_head(position, head, member); \
	     position = following, following = list_next_entry(following, member))
#define list_for_each_entry_safe_continue(position, following, head, member) \
	for (position = list_next_entry(position, member), following = list_next_entry(position, member); \
	     !list_entry_is_head(position, head, member); \
	     position = following, following = list_next_entry(following, member))
#define list_for_each_entry_safe_reverse(position, following, head, member) \
	for (position = list_last_entry(head, __typeof__(*position), member), \
	     following = list_prev_entry(position, member); \
	     !list_entry_is_head(position, head, member); \
	     position = following, following = list_prev_entry(following, member))
#define list_add_rcu(entry, head) list_add(entry, head)
#define list_add_tail_rcu(entry, head) list_add_tail(entry, head)
#define list_del_rcu(entry) __list_del_entry(entry)
#define list_for_each_entry_rcu(position, head, member, ...) list_for_each_entry(position, head, member)

static inline size_t list_count_nodes(struct list_head *head)
{
	struct list_head *position;
	size_t count = 0;

	list_for_each(position, head)
		count++;
	return count;
}

#define HLIST_HEAD_INIT { .first = NULL }
#define HLIST_HEAD(name) struct hlist_head name = { .first = NULL }
#define INIT_HLIST_HEAD(pointer) ((pointer)->first = NULL)

static inline void INIT_HLIST_NODE(struct hlist_node *node)
{
	node->next = NULL;
	node->pprev = NULL;
}

static inline int hlist_unhashed(const struct hlist_node *node) { return !node->pprev; }
static inline int hlist_empty(const struct hlist_head *head) { return !head->first; }

static inline void hlist_add_behind(struct hlist_node *node, struct hlist_node *before)
{
	node->next = before->next;
	before->next = node;
	node->pprev = &before->next;
	if (node->next)
		node->next->pprev = &node->next;
}

static inline void hlist_add_head(struct hlist_node *node, struct hlist_head *head)
{
	node->next = head->first;
	if (node->next)
		node->next->pprev = &node->next;
	head->first = node;
	node->pprev = &head->first;
}

static inline void __hlist_del(struct hlist_node *node)
{
	*node->pprev = node->next;
	if (node->next)
		node->next->pprev = node->pprev;
}

static inline void hlist_del(struct hlist_node *node)
{
	__hlist_del(node);
	node->next = LIST_POISON1;
	node->pprev = LIST_POISON2;
}

static inline void hlist_del_init(struct hlist_node *node)
{
	if (!hlist_unhashed(node)) {
		__hlist_del(node);
		INIT_HLIST_NODE(node);
	}
}

#define hlist_entry(pointer, type, member) container_of(pointer, type, member)
#define hlist_entry_safe(pointer, type, member) \
	({ __typeof__(pointer) __node = (pointer); __node ? hlist_entry(__node, type, member) : NULL; })
#define hlist_for_each(position, head) for (position = (head)->first; position; position = position->next)
#define hlist_for_each_entry(position, head, member) \
	for (position = hlist_entry_safe((head)->first, __typeof__(*(position)), member); position; \
	     position = hlist_entry_safe((position)->member.next, __typeof__(*(position)), member))
#define hlist_for_each_entry_safe(position, node, head, member) \
	for (position = hlist_entry_safe((head)->first, __typeof__(*position), member); \
	     position && ({ node = position->member.next; 1; }); \
	     position = hlist_entry_safe(node, __typeof__(*position), member))

#endif
