/* Searching sorted arrays. */
#ifndef _LINUX_BSEARCH_H
#define _LINUX_BSEARCH_H

#include <linux/sort.h>

/* lib/sort.c */
void *bsearch(const void *key, const void *base, size_t count, size_t size, cmp_func_t compare);

#endif
