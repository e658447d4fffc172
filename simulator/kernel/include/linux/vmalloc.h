/* Memory that is contiguous for the kernel only. */
#ifndef _LINUX_VMALLOC_H
#define _LINUX_VMALLOC_H

#include <linux/gfp.h>
#include <linux/types.h>
#include <asm/page.h>
#include <asm/pgtable_types.h>

struct page;

#define VM_IOREMAP 0x00000001
#define VM_ALLOC 0x00000002
#define VM_MAP 0x00000004

/* vmalloc/functions.ts */
void *__vmalloc(unsigned long size, gfp_t gfp);
void vfree(const void *address);
void *__vmap(struct page **pages, unsigned int count, u64 protection);
void vunmap(const void *address);
struct page *vmalloc_to_page(const void *address);
bool is_vmalloc_addr(const void *address);

static inline void *vmalloc(unsigned long size) { return __vmalloc(size, GFP_KERNEL); }
static inline void *vzalloc(unsigned long size) { return __vmalloc(size, GFP_KERNEL | __GFP_ZERO); }
static inline void *vmalloc_user(unsigned long size) { return vzalloc(size); }
static inline void *vmalloc_32(unsigned long size) { return __vmalloc(size, GFP_DMA32 | GFP_KERNEL); }
static inline void *vmalloc_32_user(unsigned long size) { return __vmalloc(size, GFP_DMA32 | GFP_KERNEL | __GFP_ZERO); }
#define vmalloc_node(size, node) ((void)(node), vmalloc(size))
#define vzalloc_node(size, node) ((void)(node), vzalloc(size))

static inline void *vmap(struct page **pages, unsigned int count, unsigned long flags, pgprot_t protection)
{
	(void)flags;
	return __vmap(pages, count, protection.pgprot);
}

#endif
