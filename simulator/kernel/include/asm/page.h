/* Pages, and where all of RAM is mapped (x86-64, 4-level tables, no KASLR). */
#ifndef _ASM_PAGE_H
#define _ASM_PAGE_H

#include <linux/const.h>
#include <linux/types.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE (_AC(1, UL) << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))
#define PMD_SHIFT 21
#define PMD_SIZE (1UL << PMD_SHIFT)
#define PMD_MASK (~(PMD_SIZE - 1))
#define PUD_SHIFT 30
#define PUD_SIZE (1UL << PUD_SHIFT)
#define PUD_MASK (~(PUD_SIZE - 1))
#define HPAGE_SHIFT PMD_SHIFT
#define HPAGE_SIZE PMD_SIZE
#define THREAD_SIZE (PAGE_SIZE << 2)

#define PAGE_OFFSET 0xffff888000000000UL
#define VMALLOC_START 0xffffc90000000000UL
#define VMALLOC_END 0xffffe8ffffffffffUL
#define VMEMMAP_START 0xffffea0000000000UL
#define __START_KERNEL_map 0xffffffff80000000UL
#define TASK_SIZE 0x7ffffffff000UL
#define TASK_SIZE_MAX TASK_SIZE

/*
 * Only arithmetic, as in the kernel: right for the direct map and the image, silently wrong for vmalloc and ioremap addresses.
 */
static inline unsigned long __phys_addr(unsigned long address)
{
	return address >= __START_KERNEL_map ? address - __START_KERNEL_map : address - PAGE_OFFSET;
}

#define __pa(address) __phys_addr((unsigned long)(address))
#define __va(physical) ((void *)((unsigned long)(physical) + PAGE_OFFSET))

#define clear_page(page) memset((page), 0, PAGE_SIZE)
#define copy_page(to, from) memcpy((to), (from), PAGE_SIZE)

static inline int get_order(unsigned long size)
{
	int order = 0;

	if (!size)
		return 64 - PAGE_SHIFT;
	for (size = (size - 1) >> PAGE_SHIFT; size; size >>= 1)
		order++;
	return order;
}

/* process/mmap-functions.ts */
bool __virt_addr_valid(unsigned long address);
int pfn_valid(unsigned long pfn);
#define virt_addr_valid(address) __virt_addr_valid((unsigned long)(address))

#endif
