/* Sorting lists, stably. */
#ifndef _LINUX_LIST_SORT_H
#define _LINUX_LIST_SORT_H

#include <linux/list.h>

typedef int (*list_cmp_func_t)(void *private, const struct list_head *a, const struct list_head *b);

/* lib/sort.c */
void list_sort(void *private, struct list_head *head, list_cmp_func_t compare);

#endif
