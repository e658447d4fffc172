/* memremap: RAM through the direct map, anything else through a mapping of its own. */
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>

void *memremap(resource_size_t offset, size_t size, unsigned long flags)
{
	if (!flags)
		return NULL;
	if (pfn_valid(offset >> PAGE_SHIFT))
		return flags & MEMREMAP_WB ? phys_to_virt(offset) : NULL;
	return __ioremap(offset, size, !!(flags & MEMREMAP_WB));
}

void memunmap(void *address)
{
	if (is_vmalloc_addr(address))
		iounmap(address);
}
