#include "corpus.h"

static u8 module_buffer[256];
static const u8 greeting[] = "hello";

struct embedded {
	int state;
	u8 command[16];
	spinlock_t lock;
};

struct separate {
	int state;
	u8 command[64] ____cacheline_aligned;
	spinlock_t lock ____cacheline_aligned;
};

struct whole {
	u8 command[64];
};

static int send(struct board *b, dma_addr_t dma, size_t size)
{
	int ret;

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	ret = board_wait(b);
	dma_unmap_single(b->dev, dma, size, DMA_TO_DEVICE);
	return ret;
}

int bad_local_array(struct board *b)
{
	u8 command[16] = { 1 };

	return send(b, dma_map_single(b->dev, command, sizeof(command), DMA_TO_DEVICE), sizeof(command)); /* expect: dma-from-stack */
}

int bad_local_variable(struct board *b)
{
	u32 word = 5;
	dma_addr_t dma = dma_map_single(b->dev, &word, sizeof(word), DMA_TO_DEVICE); /* expect: dma-from-stack */

	return send(b, dma, sizeof(word));
}

int bad_local_through_pointer(struct board *b)
{
	struct status local;
	struct status *p = &local;
	dma_addr_t dma = dma_map_single(b->dev, p, sizeof(*p), DMA_TO_DEVICE); /* expect: dma-from-stack */

	return send(b, dma, sizeof(*p));
}

int bad_member_of_local(struct board *b)
{
	struct small local;
	dma_addr_t dma = dma_map_single(b->dev, local.data, sizeof(local.data), DMA_TO_DEVICE); /* expect: dma-from-stack */

	return send(b, dma, sizeof(local.data));
}

void bad_list_of_local(struct board *b)
{
	u8 command[16];

	sg_init_one(b->sg, command, sizeof(command)); /* expect: dma-from-stack */
}

int ok_kmalloc(struct board *b)
{
	u8 *command = kmalloc(16, GFP_KERNEL);
	int ret;

	if (!command)
		return -ENOMEM;
	command[0] = 1;
	ret = send(b, dma_map_single(b->dev, command, 16, DMA_TO_DEVICE), 16);
	kfree(command);
	return ret;
}

int ok_local_pointer_to_heap(struct board *b)
{
	void *p[2] = { b->buf, NULL };

	return send(b, dma_map_single(b->dev, p[0], 16, DMA_TO_DEVICE), 16);
}

int bad_vmalloc(struct board *b)
{
	void *buf = vmalloc(8192);
	int ret;

	if (!buf)
		return -ENOMEM;
	ret = send(b, dma_map_single(b->dev, buf, 8192, DMA_TO_DEVICE), 8192); /* expect: dma-from-vmalloc */
	vfree(buf);
	return ret;
}

int bad_vzalloc_in_list(struct board *b)
{
	b->buf = vzalloc(8192);
	if (!b->buf)
		return -ENOMEM;
	sg_init_one(b->sg, b->buf, 8192); /* expect: dma-from-vmalloc */
	return 0;
}

int bad_kvmalloc(struct board *b)
{
	void *buf = kvmalloc(65536, GFP_KERNEL);
	int ret;

	if (!buf)
		return -ENOMEM;
	ret = send(b, dma_map_single(b->dev, buf, 65536, DMA_TO_DEVICE), 65536); /* expect: dma-from-vmalloc */
	kvfree(buf);
	return ret;
}

int ok_page_of_vmalloc(struct board *b)
{
	void *buf = vmalloc(PAGE_SIZE);
	dma_addr_t dma;

	if (!buf)
		return -ENOMEM;
	dma = dma_map_page(b->dev, vmalloc_to_page(buf), 0, PAGE_SIZE, DMA_TO_DEVICE);
	if (!dma_mapping_error(b->dev, dma)) {
		writeq(dma, b->regs + REG_ADDR);
		board_wait(b);
		dma_unmap_page(b->dev, dma, PAGE_SIZE, DMA_TO_DEVICE);
	}
	vfree(buf);
	return 0;
}

int bad_static_array(struct board *b)
{
	return send(b, dma_map_single(b->dev, module_buffer, 256, DMA_TO_DEVICE), 256); /* expect: dma-from-static */
}

int bad_constant(struct board *b)
{
	return send(b, dma_map_single(b->dev, (void *)greeting, 6, DMA_TO_DEVICE), 6); /* expect: dma-from-static */
}

int bad_string(struct board *b)
{
	return send(b, dma_map_single(b->dev, "attention", 9, DMA_TO_DEVICE), 9); /* expect: dma-from-static */
}

int bad_static_local(struct board *b)
{
	static u32 word;

	return send(b, dma_map_single(b->dev, &word, 4, DMA_TO_DEVICE), 4); /* expect: dma-from-static */
}

static void *module_pointer;

int ok_global_pointer(struct board *b)
{
	return send(b, dma_map_single(b->dev, module_pointer, 256, DMA_TO_DEVICE), 256);
}

int ok_copy_of_static(struct board *b)
{
	void *copy = kmemdup(greeting, 6, GFP_KERNEL);
	int ret;

	if (!copy)
		return -ENOMEM;
	ret = send(b, dma_map_single(b->dev, copy, 6, DMA_TO_DEVICE), 6);
	kfree(copy);
	return ret;
}

int bad_embedded(struct board *b, struct embedded *e)
{
	dma_addr_t dma = dma_map_single(b->dev, e->command, sizeof(e->command), DMA_FROM_DEVICE); /* expect: dma-shared-cache-line */

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, sizeof(e->command), DMA_FROM_DEVICE);
	return 0;
}

int bad_field_address(struct board *b, struct small *s)
{
	dma_addr_t dma = dma_map_single(b->dev, &s->flags, sizeof(s->flags), DMA_FROM_DEVICE); /* expect: dma-shared-cache-line */

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, sizeof(s->flags), DMA_FROM_DEVICE);
	return 0;
}

int ok_own_cache_lines(struct board *b, struct separate *s)
{
	dma_addr_t dma = dma_map_single(b->dev, s->command, sizeof(s->command), DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, sizeof(s->command), DMA_FROM_DEVICE);
	return 0;
}

int ok_whole_struct(struct board *b, struct whole *w)
{
	dma_addr_t dma = dma_map_single(b->dev, w->command, sizeof(w->command), DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, sizeof(w->command), DMA_FROM_DEVICE);
	return 0;
}

int ok_pointer_in_struct(struct board *b)
{
	dma_addr_t dma = dma_map_single(b->dev, b->buf, BUF_SIZE, DMA_FROM_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_FROM_DEVICE);
	return 0;
}

int bad_sizeof_pointer(struct board *b, u8 *buf)
{
	return send(b, dma_map_single(b->dev, buf, sizeof(buf), DMA_TO_DEVICE), sizeof(buf)); /* expect: map-sizeof-pointer */
}

int bad_sizeof_field(struct board *b)
{
	dma_addr_t dma = dma_map_single(b->dev, b->ring, sizeof(b->ring), DMA_TO_DEVICE); /* expect: map-sizeof-pointer */

	return send(b, dma, sizeof(b->ring));
}

int bad_sizeof_in_coherent(struct board *b)
{
	b->status = dma_alloc_coherent(b->dev, sizeof(b->status), &b->status_dma, GFP_KERNEL); /* expect: map-sizeof-pointer */
	return b->status ? 0 : -ENOMEM;
}

int ok_sizeof_target(struct board *b)
{
	b->status = dma_alloc_coherent(b->dev, sizeof(*b->status), &b->status_dma, GFP_KERNEL);
	return b->status ? 0 : -ENOMEM;
}

int ok_sizeof_array_of_pointers(struct board *b, struct whole *w)
{
	return send(b, dma_map_single(b->dev, w, sizeof(struct whole), DMA_TO_DEVICE), sizeof(struct whole));
}

int bad_null_device(struct board *b)
{
	b->buf = dma_alloc_coherent(NULL, 4096, &b->dma, GFP_KERNEL); /* expect: null-device */
	return b->buf ? 0 : -ENOMEM;
}

dma_addr_t bad_null_device_mapped(void *buf)
{
	return dma_map_single(NULL, buf, 64, DMA_TO_DEVICE); /* expect: null-device */
}

int bad_null_through_variable(struct board *b)
{
	struct device *dev = NULL;

	b->buf = dma_alloc_coherent(dev, 4096, &b->dma, GFP_KERNEL); /* expect: null-device */
	return b->buf ? 0 : -ENOMEM;
}

int ok_device(struct board *b)
{
	struct device *dev = &b->pdev->dev;

	b->buf = dma_alloc_coherent(dev, 4096, &b->dma, GFP_KERNEL);
	return b->buf ? 0 : -ENOMEM;
}

struct message {
	struct {
		u32 command;
		u32 length;
	} header;
	u8 payload[56];
};

int ok_mapped_beyond_the_member(struct board *b, struct message *message, size_t length)
{
	dma_addr_t dma = dma_map_single(b->dev, &message->header, length, DMA_BIDIRECTIONAL);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	writeq(dma, b->regs + REG_ADDR);
	board_wait(b);
	dma_unmap_single(b->dev, dma, length, DMA_BIDIRECTIONAL);
	return 0;
}
