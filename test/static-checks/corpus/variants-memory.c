#include "corpus.h"

struct request {
	u8 command[16];
	u32 state;
	struct completion done;
};

struct packed_request {
	u32 state;
	u8 command[64] ____cacheline_aligned;
	u32 after ____cacheline_aligned;
};

static const char firmware[64] = "boot";
static u8 scratch[256];

int bad_stack_struct(struct board *b)
{
	struct desc local = { 0 };
	dma_addr_t dma = dma_map_single(b->dev, &local, sizeof(local), DMA_TO_DEVICE); /* expect: dma-from-stack */

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, sizeof(local), DMA_TO_DEVICE);
	return 0;
}

static int send(struct board *b, void *p, size_t n)
{
	dma_addr_t dma = dma_map_single(b->dev, p, n, DMA_TO_DEVICE); /* expect: dma-from-stack */

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, n, DMA_TO_DEVICE);
	return 0;
}

int bad_stack_through_helper(struct board *b)
{
	u8 bytes[16];

	bytes[0] = 1;
	return send(b, bytes, sizeof(bytes));
}

static int send_other(struct board *b, void *p, size_t n)
{
	dma_addr_t dma = dma_map_single(b->dev, p, n, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, n, DMA_TO_DEVICE);
	return 0;
}

int ok_heap_through_helper(struct board *b)
{
	u8 *bytes = kmalloc(16, GFP_KERNEL);
	int ret;

	if (!bytes)
		return -ENOMEM;
	bytes[0] = 1;
	ret = send_other(b, bytes, 16);
	kfree(bytes);
	return ret;
}

int bad_rodata(struct board *b)
{
	dma_addr_t dma = dma_map_single(b->dev, (void *)firmware, sizeof(firmware), DMA_TO_DEVICE); /* expect: dma-from-static */

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, sizeof(firmware), DMA_TO_DEVICE);
	return 0;
}

int bad_global_through_pointer(struct board *b)
{
	u8 *p = scratch + 16;
	dma_addr_t dma = dma_map_single(b->dev, p, 64, DMA_TO_DEVICE); /* expect: dma-from-static */

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);
	return 0;
}

int bad_vmalloc_offset(struct board *b)
{
	u8 *p = vmalloc(8192);
	dma_addr_t dma;

	if (!p)
		return -ENOMEM;
	dma = dma_map_single(b->dev, p + 4096, 64, DMA_TO_DEVICE); /* expect: dma-from-vmalloc */
	if (!dma_mapping_error(b->dev, dma)) {
		writeq(dma, b->regs + REG_ADDR);
		board_wait(b);
		dma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);
	}
	vfree(p);
	return 0;
}

int bad_embedded_request(struct board *b, struct request *r)
{
	dma_addr_t dma = dma_map_single(b->dev, r->command, sizeof(r->command), DMA_FROM_DEVICE); /* expect: dma-shared-cache-line */

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, sizeof(r->command), DMA_FROM_DEVICE);
	return 0;
}

int ok_aligned_request(struct board *b, struct packed_request *r)
{
	dma_addr_t dma = dma_map_single(b->dev, r->command, sizeof(r->command), DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, sizeof(r->command), DMA_FROM_DEVICE);
	return 0;
}

int bad_sizeof_pointer_alias(struct board *b, struct request *r)
{
	struct request *alias = r;
	dma_addr_t dma = dma_map_single(b->dev, alias, sizeof(alias), DMA_TO_DEVICE); /* expect: map-sizeof-pointer */

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, sizeof(alias), DMA_TO_DEVICE);
	return 0;
}

int bad_read_before_sync(struct board *b, u32 *p)
{
	dma_addr_t dma = dma_map_single(b->dev, p, 64, DMA_FROM_DEVICE);
	u32 first;

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	first = p[0]; /* expect: cpu-access-while-mapped */
	dma_sync_single_for_cpu(b->dev, dma, 64, DMA_FROM_DEVICE);
	first += p[1];
	dma_unmap_single(b->dev, dma, 64, DMA_FROM_DEVICE);
	return first;
}

int ok_read_between_syncs(struct board *b, u32 *p)
{
	dma_addr_t dma = dma_map_single(b->dev, p, 64, DMA_FROM_DEVICE);
	u32 sum = 0;
	int i;

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	for (i = 0; i < 4; i++) {
		writeq(dma, b->regs + REG_ADDR);
		board_wait(b);
		dma_sync_single_for_cpu(b->dev, dma, 64, DMA_FROM_DEVICE);
		sum += p[0];
		dma_sync_single_for_device(b->dev, dma, 64, DMA_FROM_DEVICE);
	}
	dma_unmap_single(b->dev, dma, 64, DMA_FROM_DEVICE);
	return sum;
}

static u32 peek(const u32 *p)
{
	return p[2]; /* expect: cpu-access-while-mapped */
}

int bad_read_in_helper(struct board *b, u32 *p)
{
	dma_addr_t dma = dma_map_single(b->dev, p, 64, DMA_FROM_DEVICE);
	u32 got;

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	got = peek(p);
	dma_unmap_single(b->dev, dma, 64, DMA_FROM_DEVICE);
	return got;
}

int bad_write_field(struct board *b, struct request *r)
{
	dma_addr_t dma = dma_map_single(b->dev, r, sizeof(*r), DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	r->state = 3; /* expect: cpu-access-while-mapped */
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, sizeof(*r), DMA_TO_DEVICE);
	return 0;
}

int bad_memcpy_after_map(struct board *b, void *p, const void *from)
{
	dma_addr_t dma = dma_map_single(b->dev, p, 64, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	memcpy(p, from, 64); /* expect: cpu-access-while-mapped */
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, 64, DMA_TO_DEVICE);
	return 0;
}

int bad_handback_missing(struct board *b, u32 *p)
{
	dma_addr_t dma = dma_map_single(b->dev, p, 64, DMA_BIDIRECTIONAL);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_sync_single_for_cpu(b->dev, dma, 64, DMA_BIDIRECTIONAL);
	p[0]++;
	writel(1, b->regs + REG_GO); /* expect: sync-missing-for-device */
	board_wait(b);
	dma_unmap_single(b->dev, dma, 64, DMA_BIDIRECTIONAL);
	return 0;
}

int bad_handle_shift(struct board *b, struct vm_area_struct *vma)
{
	unsigned long pfn = b->dma >> PAGE_SHIFT;

	return remap_pfn_range(vma, vma->vm_start, pfn, PAGE_SIZE, vma->vm_page_prot); /* expect: remap-of-handle */
}

int ok_remap_page(struct board *b, struct vm_area_struct *vma, struct page *page)
{
	return remap_pfn_range(vma, vma->vm_start, page_to_pfn(page), PAGE_SIZE, vma->vm_page_prot);
}

void *bad_handle_to_virt(struct board *b)
{
	return phys_to_virt(b->dma); /* expect: handle-as-physical */
}

u8 bad_handle_deref(struct board *b)
{
	u8 *p = (u8 *)(uintptr_t)b->dma; /* expect: handle-as-pointer */

	return p[0];
}

struct page *bad_page_of_field(struct board *b)
{
	b->buf = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_KERNEL);
	if (!b->buf)
		return NULL;
	return virt_to_page(b->buf); /* expect: virt-to-phys-of-dma-memory */
}

int bad_sg_for_loop(struct board *b)
{
	struct scatterlist *sg;
	int i, n = dma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);

	if (!n)
		return -EIO;
	for_each_sg(b->sg, sg, b->nents, i) /* expect: sg-walks-unmapped-count */
		writeq(sg_dma_address(sg), b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);
	return 0;
}

int bad_sg_unmap_returned(struct board *b)
{
	struct scatterlist *sg;
	int i, n;

	n = dma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);
	if (n == 0)
		return -EIO;
	for_each_sg(b->sg, sg, n, i)
		writeq(sg_dma_address(sg), b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, n, DMA_TO_DEVICE); /* expect: sg-unmap-count */
	return 0;
}

int ok_sg_both_counts(struct board *b)
{
	struct scatterlist *sg;
	int i, n;

	n = dma_map_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);
	if (n <= 0)
		return -EIO;
	for_each_sg(b->sg, sg, n, i)
		writeq(sg_dma_address(sg), b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_sg(b->dev, b->sg, b->nents, DMA_TO_DEVICE);
	return 0;
}

int bad_gfp_in_helper_lock(struct board *b)
{
	unsigned long flags;
	void *p;

	spin_lock_irqsave(&b->lock, flags);
	p = dma_pool_alloc(b->pool, GFP_KERNEL, &b->dma); /* expect: sleep-in-atomic */
	b->buf = p;
	spin_unlock_irqrestore(&b->lock, flags);
	return p ? 0 : -ENOMEM;
}

int ok_gfp_chosen(struct board *b, bool atomic)
{
	gfp_t gfp = atomic ? GFP_ATOMIC : GFP_KERNEL;

	b->buf = dma_alloc_coherent(b->dev, 64, &b->dma, gfp);
	return b->buf ? 0 : -ENOMEM;
}

int bad_free_in_irq_off(struct board *b)
{
	local_irq_disable();
	dma_free_coherent(b->dev, 4096, b->ring, b->ring_dma); /* expect: free-coherent-irqs-off */
	b->ring = NULL;
	local_irq_enable();
	return 0;
}

int bad_status_index(struct board *b)
{
	u32 at;

	b->status = dma_alloc_coherent(b->dev, sizeof(*b->status), &b->status_dma, GFP_KERNEL);
	if (!b->status)
		return -ENOMEM;
	board_wait(b);
	at = b->status->index;
	return b->counters[at]; /* expect: device-value-unchecked */
}

int ok_status_index_min(struct board *b)
{
	u32 at;

	if (!b->status)
		return -ENOMEM;
	at = min_t(u32, b->status->index, RING_SIZE - 1);
	return b->counters[at];
}

int ok_status_index_checked(struct board *b)
{
	u32 at = READ_ONCE(b->status->index);

	if (at >= ARRAY_SIZE(b->counters))
		return -EIO;
	return b->counters[at];
}

int bad_status_length(struct board *b, void *to)
{
	memcpy(to, b->buf, b->status->length); /* expect: device-value-unchecked */
	return 0;
}

int bad_polls_status(struct board *b)
{
	while (!(readl(b->regs + REG_STATUS) & BUSY)) /* expect: poll-without-timeout */
		cpu_relax();
	return 0;
}

int ok_polls_bounded(struct board *b)
{
	int tries;

	for (tries = 0; tries < 1000; tries++) {
		if (!(readl(b->regs + REG_STATUS) & BUSY))
			return 0;
		udelay(1);
	}
	return -ETIMEDOUT;
}

int bad_own_no_wmb(struct board *b, dma_addr_t dma, unsigned int at)
{
	b->ring[at].addr = cpu_to_le64(dma);
	b->ring[at].len = cpu_to_le32(BUF_SIZE);
	b->ring[at].ctrl = cpu_to_le32(OWN); /* expect: ownership-write-barrier */
	writel(1, b->regs + REG_GO);
	return 0;
}

int ok_own_wmb(struct board *b, dma_addr_t dma, unsigned int at)
{
	b->ring[at].addr = cpu_to_le64(dma);
	b->ring[at].len = cpu_to_le32(BUF_SIZE);
	wmb();
	b->ring[at].ctrl = cpu_to_le32(OWN);
	writel(1, b->regs + REG_GO);
	return 0;
}

u32 bad_own_no_rmb(struct board *b, unsigned int at)
{
	struct desc *d = b->ring + at;

	if (le32_to_cpu(d->ctrl) & OWN)
		return 0;
	return le32_to_cpu(d->len); /* expect: ownership-read-barrier */
}

void bad_descriptor_raw(struct board *b, dma_addr_t dma, u32 len)
{
	struct desc *d = &b->ring[b->tail];

	d->addr = dma; /* expect: descriptor-endianness */
	d->len = cpu_to_le32(len);
}

void ok_descriptor_ternary(struct board *b, bool last)
{
	struct desc *d = &b->ring[b->tail];

	d->len = last ? cpu_to_le32(8) : cpu_to_le32(16);
	d->ctrl |= cpu_to_le32(1);
}

void bad_relaxed_go(struct board *b, dma_addr_t dma)
{
	struct desc *d = &b->ring[0];

	d->addr = cpu_to_le64(dma);
	writel_relaxed(1, b->regs + REG_GO); /* expect: relaxed-doorbell */
}

int bad_null_dev(void *p)
{
	dma_addr_t dma = dma_map_single(NULL, p, 64, DMA_TO_DEVICE); /* expect: null-device */

	if (dma_mapping_error(NULL, dma))
		return -ENOMEM;
	dma_unmap_single(NULL, dma, 64, DMA_TO_DEVICE);
	return 0;
}
