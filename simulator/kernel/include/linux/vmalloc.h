/* Memory that is contiguous for the kernel only. */
#ifndef _LINUX_VMALLOC_H
#define _LINUX_VMALLOC_H

#include <linux/gfp.h>
#include <linux/types.h>
#include <asm/page.h>
#include <asm/pgtable_types.h>

struct page;
struct vm_area_struct;

#define VM_IOREMAP 0x00000001
#define VM_ALLOC 0x00000002
#define VM_MAP 0x00000004

/* vmalloc/functions.ts */
void *__vmalloc(unsigned long size, gfp_t gfp);
void *__vmalloc_user(unsigned long size, gfp_t gfp); /* processes may have it too */
unsigned long __vmalloc_user_size(const void *address); /* of such an area, in bytes; 0 for any other */
void vfree(const void *address);
void *__vmap(struct page **pages, unsigned int count, u64 protection);
void vunmap(const void *address);
struct page *vmalloc_to_page(const void *address);
bool is_vmalloc_addr(const void *address);

static inline void *vmalloc(unsigned long size) { return __vmalloc(size, GFP_KERNEL); }
static inline void *vzalloc(unsigned long size) { return __vmalloc(size, GFP_KERNEL | __GFP_ZERO); }
static inline void *vmalloc_user(unsigned long size) { return __vmalloc_user(size, GFP_KERNEL | __GFP_ZERO); }
static inline void *vmalloc_32(unsigned long size) { return __vmalloc(size, GFP_DMA32 | GFP_KERNEL); }
static inline void *vmalloc_32_user(unsigned long size)
{
	return __vmalloc_user(size, GFP_DMA32 | GFP_KERNEL | __GFP_ZERO);
}
#define vmalloc_node(size, node) ((void)(node), vmalloc(size))
#define vzalloc_node(size, node) ((void)(node), vzalloc(size))

static inline void *vmap(struct page **pages, unsigned int count, unsigned long flags, pgprot_t protection)
{
	(void)flags;
	return __vmap(pages, count, protection.pgprot);
}

/* Mappings for a short time. */
static inline void *vm_map_ram(struct page **pages, unsigned int count, int node)
{
	(void)node;
	return __vmap(pages, count, 0);
}

static inline void vm_unmap_ram(const void *address, unsigned int count)
{
	(void)count;
	vunmap(address);
}

/* mm/vmalloc.c */
int remap_vmalloc_range(struct vm_area_struct *vma, void *address, unsigned long pgoff);

/* A driver that includes this header has these too. */
#include <linux/percpu-defs.h>

#endif
