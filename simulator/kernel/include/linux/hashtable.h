/* Tables of hash chains of a fixed size. */
#ifndef _LINUX_HASHTABLE_H
#define _LINUX_HASHTABLE_H

#include <linux/hash.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/log2.h>
#include <linux/types.h>

#define DEFINE_HASHTABLE(name, bits) struct hlist_head name[1 << (bits)] = { [0 ... ((1 << (bits)) - 1)] = { NULL } }
#define DEFINE_READ_MOSTLY_HASHTABLE(name, bits) DEFINE_HASHTABLE(name, bits)
#define DECLARE_HASHTABLE(name, bits) struct hlist_head name[1 << (bits)]
#define HASH_SIZE(name) (ARRAY_SIZE(name))
#define HASH_BITS(name) ilog2(HASH_SIZE(name))
#define hash_min(value, bits) (sizeof(value) <= 4 ? hash_32(value, bits) : hash_long(value, bits))

static inline void __hash_init(struct hlist_head *table, unsigned int size)
{
	unsigned int i;

	for (i = 0; i < size; i++)
		table[i].first = NULL;
}
static inline bool __hash_empty(struct hlist_head *table, unsigned int size)
{
	unsigned int i;

	for (i = 0; i < size; i++)
		if (!hlist_empty(&table[i]))
			return false;
	return true;
}
static inline bool hash_hashed(struct hlist_node *node) { return !hlist_unhashed(node); }
static inline void hash_del(struct hlist_node *node) { hlist_del_init(node); }

#define hash_init(table) __hash_init(table, HASH_SIZE(table))
#define hash_empty(table) __hash_empty(table, HASH_SIZE(table))
#define hash_add(table, node, key) hlist_add_head(node, &table[hash_min(key, HASH_BITS(table))])
#define hash_add_rcu(table, node, key) hash_add(table, node, key)
#define hash_del_rcu(node) hash_del(node)
#define hash_for_each(name, bucket, object, member)                                                     \
	for ((bucket) = 0, object = NULL; object == NULL && (bucket) < HASH_SIZE(name); (bucket)++)     \
		hlist_for_each_entry(object, &name[bucket], member)
#define hash_for_each_safe(name, bucket, node, object, member)                                          \
	for ((bucket) = 0, object = NULL; object == NULL && (bucket) < HASH_SIZE(name); (bucket)++)     \
		hlist_for_each_entry_safe(object, node, &name[bucket], member)
#define hash_for_each_possible(name, object, member, key) \
	hlist_for_each_entry(object, &name[hash_min(key, HASH_BITS(name))], member)
#define hash_for_each_possible_safe(name, object, node, member, key) \
	hlist_for_each_entry_safe(object, node, &name[hash_min(key, HASH_BITS(name))], member)
#define hash_for_each_rcu(name, bucket, object, member) hash_for_each(name, bucket, object, member)
#define hash_for_each_possible_rcu(name, object, member, key) hash_for_each_possible(name, object, member, key)

#endif
