/* Pages of x86-64, and the direct map of all RAM: addresses there and physical addresses differ by a constant. */
#ifndef _ASM_X86_PAGE_H
#define _ASM_X86_PAGE_H

#include <linux/const.h>
#include <linux/types.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE (_AC(1, UL) << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))
#define PAGE_OFFSET 0xffff888000000000UL
#define VMEMMAP_START 0xffffea0000000000UL
#define VMALLOC_START 0xffffc90000000000UL
#define VMALLOC_END 0xffffe8ffffffffffUL
#define __START_KERNEL_map 0xffffffff80000000UL
#define TASK_SIZE 0x00007ffffffff000UL
#define HPAGE_SHIFT 21
#define HPAGE_SIZE (_AC(1, UL) << HPAGE_SHIFT)

struct page;

/*
 * Right for the direct map and the kernel image at 16 MiB only. Any other address (vmalloc, a driver's own data) gives a number that means nothing,
 * as on a real machine without CONFIG_DEBUG_VIRTUAL.
 */
static inline unsigned long __phys_addr(unsigned long address)
{
	return address >= __START_KERNEL_map ? address - __START_KERNEL_map : address - PAGE_OFFSET;
}

/* mmap-functions.ts */
int pfn_valid(unsigned long pfn);
int __virt_addr_valid(unsigned long address);

#define vmemmap ((struct page *)VMEMMAP_START)
#define __page_to_pfn(page) ((unsigned long)((page) - vmemmap))
#define __pfn_to_page(pfn) (vmemmap + (pfn))
#define page_to_pfn __page_to_pfn
#define pfn_to_page __pfn_to_page

#define __pa(x) __phys_addr((unsigned long)(x))
#define __pa_nodebug(x) __pa(x)
#define __va(x) ((void *)((unsigned long)(x) + PAGE_OFFSET))
#define pfn_to_kaddr(pfn) __va((pfn) << PAGE_SHIFT)
#define virt_to_pfn(address) (__pa(address) >> PAGE_SHIFT)
#define virt_to_page(address) pfn_to_page(__pa(address) >> PAGE_SHIFT)
#define virt_addr_valid(address) __virt_addr_valid((unsigned long)(address))

#define PFN_ALIGN(x) (((unsigned long)(x) + (PAGE_SIZE - 1)) & PAGE_MASK)
#define PFN_UP(x) (((x) + PAGE_SIZE - 1) >> PAGE_SHIFT)
#define PFN_DOWN(x) ((x) >> PAGE_SHIFT)
#define PFN_PHYS(x) ((phys_addr_t)(x) << PAGE_SHIFT)
#define PHYS_PFN(x) ((unsigned long)((x) >> PAGE_SHIFT))

#endif
