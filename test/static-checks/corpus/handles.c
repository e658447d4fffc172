#include "corpus.h"

int set_up(struct board *b)
{
	return dma_set_mask_and_coherent(b->dev, DMA_BIT_MASK(40));
}

void bad_into_u32(struct board *b)
{
	u32 low = b->ring_dma; /* expect: handle-truncated */

	writel(low, b->regs + REG_ADDR);
}

void bad_into_u32_field(struct board *b)
{
	b->buf = dma_alloc_coherent(b->dev, 4096, &b->status_dma, GFP_KERNEL);
	b->dma_low = b->status_dma; /* expect: handle-truncated */
}

void bad_cast_to_int(struct board *b)
{
	writel((u32)b->ring_dma, b->regs + REG_ADDR); /* expect: handle-truncated */
}

void bad_writel_of_handle(struct board *b)
{
	writel(b->ring_dma, b->regs + REG_ADDR); /* expect: handle-truncated */
}

void ok_two_halves(struct board *b)
{
	writel(lower_32_bits(b->dma), b->regs + REG_ADDR);
	writel(upper_32_bits(b->dma), b->regs + REG_ADDR + 4);
}

void ok_low_and_shifted(struct board *b)
{
	writel((u32)b->dma, b->regs + REG_ADDR);
	writel((u32)(b->dma >> 32), b->regs + REG_ADDR + 4);
}

void ok_low_half_masked(struct board *b)
{
	u32 low = b->dma & 0xffffffff;
	u32 high = b->dma >> 32;

	writel(low, b->regs + REG_ADDR);
	writel(high, b->regs + REG_ADDR + 4);
}

void ok_written_as_64(struct board *b)
{
	writeq(b->dma, b->regs + REG_ADDR);
}

int bad_cast_to_pointer(struct board *b)
{
	u32 *p = (u32 *)b->dma; /* expect: handle-as-pointer */

	return p[0];
}

void bad_memset_of_handle(struct board *b)
{
	memset((void *)(unsigned long)b->dma, 0, 64); /* expect: handle-as-pointer */
}

int bad_dereferenced(struct board *b)
{
	return ((struct status *)(uintptr_t)b->status_dma)->index; /* expect: handle-as-pointer */
}

int ok_pointer_of_the_cpu(struct board *b)
{
	b->status = dma_alloc_coherent(b->dev, sizeof(*b->status), &b->status_dma, GFP_KERNEL);
	if (!b->status)
		return -ENOMEM;
	b->status->index = 0;
	return 0;
}

void *bad_phys_to_virt(struct board *b)
{
	return phys_to_virt(b->dma); /* expect: handle-as-physical */
}

struct page *bad_page_of_handle(struct board *b)
{
	return pfn_to_page(b->dma >> PAGE_SHIFT); /* expect: handle-as-physical */
}

unsigned long bad_pfn_of_handle(struct board *b)
{
	unsigned long pfn = PFN_DOWN(b->dma);

	return (unsigned long)pfn_to_page(pfn); /* expect: handle-as-physical */
}

void *ok_phys_of_phys(phys_addr_t phys)
{
	return phys_to_virt(phys);
}

phys_addr_t bad_virt_to_phys_of_coherent(struct board *b)
{
	b->buf = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_KERNEL);
	if (!b->buf)
		return 0;
	return virt_to_phys(b->buf); /* expect: virt-to-phys-of-dma-memory */
}

struct page *bad_virt_to_page_of_coherent(struct board *b)
{
	void *cpu = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_KERNEL);

	if (!cpu)
		return NULL;
	b->buf = cpu;
	return virt_to_page(cpu); /* expect: virt-to-phys-of-dma-memory */
}

phys_addr_t bad_pa_of_vmalloc(struct board *b)
{
	b->buf = vmalloc(4096);
	return b->buf ? virt_to_phys(b->buf) : 0; /* expect: virt-to-phys-of-dma-memory */
}

phys_addr_t ok_virt_to_phys_of_kmalloc(struct board *b)
{
	b->buf = kmalloc(4096, GFP_KERNEL);
	return b->buf ? virt_to_phys(b->buf) : 0;
}

int bad_remap_handle(struct board *b, struct vm_area_struct *vma)
{
	return remap_pfn_range(vma, vma->vm_start, b->dma >> PAGE_SHIFT, 4096, vma->vm_page_prot); /* expect: remap-of-handle */
}

int bad_remap_through_variable(struct board *b, struct vm_area_struct *vma)
{
	unsigned long pfn = b->ring_dma >> PAGE_SHIFT;

	return remap_pfn_range(vma, vma->vm_start, pfn, 4096, vma->vm_page_prot); /* expect: remap-of-handle */
}

int bad_remap_virt_of_coherent(struct board *b, struct vm_area_struct *vma)
{
	void *cpu = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_KERNEL);

	if (!cpu)
		return -ENOMEM;
	b->buf = cpu;
	return remap_pfn_range(vma, vma->vm_start, virt_to_phys(cpu) >> PAGE_SHIFT, 4096, vma->vm_page_prot); /* expect: virt-to-phys-of-dma-memory */
}

int ok_mmap_coherent(struct board *b, struct vm_area_struct *vma)
{
	return dma_mmap_coherent(b->dev, vma, b->buf, b->dma, 4096);
}

int ok_remap_registers(struct board *b, struct vm_area_struct *vma)
{
	phys_addr_t start = pci_resource_start(b->pdev, 0);

	return remap_pfn_range(vma, vma->vm_start, start >> PAGE_SHIFT, 4096, vma->vm_page_prot);
}

void bad_physical_for_device(struct board *b)
{
	writeq(virt_to_phys(b->buf), b->regs + REG_ADDR); /* expect: physical-for-device */
}

void bad_physical_in_descriptor(struct board *b)
{
	phys_addr_t where = virt_to_phys(b->buf);

	b->ring[0].addr = cpu_to_le64(where); /* expect: physical-for-device */
}

void ok_handle_for_device(struct board *b)
{
	b->ring[0].addr = cpu_to_le64(b->dma);
}

struct carried {
	struct status *where;
	u8 *frame_phys;
	u8 *frame;
	dma_addr_t dma;
};

void ok_handle_asked_for_null(struct board *b)
{
	if ((void *)b->dma == NULL)
		pr_err("no memory for the device\n");
}

u32 ok_handle_through_a_pointer(struct board *b)
{
	return (u32)(uintptr_t)(void *)b->dma;
}

void ok_handle_carried_in_a_variable(struct board *b, struct carried *c)
{
	struct status *where;

	where = (struct status *)
		b->status_dma;
	c->where = where;
	writeq((u64)&where[1], b->regs + REG_ADDR);
}

void bad_carried_handle_followed(struct board *b)
{
	struct status *where;

	where = (struct status *) /* expect: handle-as-pointer */
		b->status_dma;
	where[1].index = 0;
}

void ok_frees_by_a_handle_in_a_pointer(struct board *b, struct carried *c)
{
	dma_free_coherent(b->dev, BUF_SIZE, c->frame, (dma_addr_t)c->frame_phys);
}

void bad_frees_by_the_pointer(struct board *b, struct carried *c)
{
	dma_free_coherent(b->dev, BUF_SIZE, c->frame, (dma_addr_t)c->frame); /* expect: unmap-wrong-handle */
}
