/* What only the function that undoes this one gives back, where this one fails and that one is not called; and who is told of a handle and keeps it for nobody. */
#include "corpus.h"
#include <linux/dmaengine.h>
#include <linux/regmap.h>

int board_register(struct board *b);

static int bad_undone_probe(struct platform_device *pdev)
{
	struct board *b = devm_kzalloc(&pdev->dev, sizeof(*b), GFP_KERNEL);

	if (!b)
		return -ENOMEM;
	b->ring = dma_alloc_coherent(&pdev->dev, 4096, &b->ring_dma, GFP_KERNEL);
	if (!b->ring)
		return -ENOMEM;
	platform_set_drvdata(pdev, b);
	if (board_register(b))
		return -ENODEV; /* expect: unmap-missing */
	return 0;
}

static int bad_undone_remove(struct platform_device *pdev)
{
	struct board *b = platform_get_drvdata(pdev);

	dma_free_coherent(&pdev->dev, 4096, b->ring, b->ring_dma);
	return 0;
}

static struct platform_driver bad_undone = {
	.probe = bad_undone_probe,
	.remove = bad_undone_remove,
	.driver = { .name = "undone" },
};
module_platform_driver(bad_undone);

static void buffers_free(struct board *b)
{
	dma_free_coherent(b->dev, 4096, b->buf, b->dma);
}

static int ok_helper_probe(struct platform_device *pdev)
{
	struct board *b = devm_kzalloc(&pdev->dev, sizeof(*b), GFP_KERNEL);

	if (!b)
		return -ENOMEM;
	b->dev = &pdev->dev;
	b->buf = dma_alloc_coherent(b->dev, 4096, &b->dma, GFP_KERNEL);
	if (!b->buf)
		return -ENOMEM;
	platform_set_drvdata(pdev, b);
	if (board_register(b)) {
		buffers_free(b);
		return -ENODEV;
	}
	return 0;
}

static int ok_helper_remove(struct platform_device *pdev)
{
	buffers_free(platform_get_drvdata(pdev));
	return 0;
}

static struct platform_driver ok_helper = {
	.probe = ok_helper_probe,
	.remove = ok_helper_remove,
	.driver = { .name = "helper" },
};

static int ok_removed_where_it_fails_remove(struct platform_device *pdev)
{
	struct board *b = platform_get_drvdata(pdev);

	if (b->status)
		dma_free_coherent(&pdev->dev, 4096, b->status, b->status_dma);
	return 0;
}

static int ok_removed_where_it_fails_probe(struct platform_device *pdev)
{
	struct board *b = devm_kzalloc(&pdev->dev, sizeof(*b), GFP_KERNEL);
	int ret = 0;

	if (!b)
		return -ENOMEM;
	platform_set_drvdata(pdev, b);
	b->status = dma_alloc_coherent(&pdev->dev, 4096, &b->status_dma, GFP_KERNEL);
	if (!b->status)
		return -ENOMEM;
	if (board_register(b)) {
		ret = -ENODEV;
		goto fail;
	}
	return 0;
fail:
	ok_removed_where_it_fails_remove(pdev);
	return ret;
}

static struct platform_driver ok_removed_where_it_fails = {
	.probe = ok_removed_where_it_fails_probe,
	.remove = ok_removed_where_it_fails_remove,
	.driver = { .name = "removed" },
};

struct card {
	struct device dev;
	struct status *words;
	dma_addr_t words_dma;
};

static void card_release(struct device *dev)
{
	struct card *card = container_of(dev, struct card, dev);

	dma_free_coherent(dev->parent, 4096, card->words, card->words_dma);
	kfree(card);
}

static int ok_released_probe(struct platform_device *pdev)
{
	struct card *card = kzalloc(sizeof(*card), GFP_KERNEL);
	int ret;

	if (!card)
		return -ENOMEM;
	card->words = dma_alloc_coherent(&pdev->dev, 4096, &card->words_dma, GFP_KERNEL);
	if (!card->words) {
		kfree(card);
		return -ENOMEM;
	}
	card->dev.parent = &pdev->dev;
	card->dev.release = card_release;
	ret = device_register(&card->dev);
	if (ret) {
		put_device(&card->dev);
		return -ENODEV;
	}
	return 0;
}

static int ok_released_remove(struct platform_device *pdev)
{
	struct card *card = platform_get_drvdata(pdev);

	device_unregister(&card->dev);
	return 0;
}

static struct platform_driver ok_released = {
	.probe = ok_released_probe,
	.remove = ok_released_remove,
	.driver = { .name = "released" },
};

int bad_engine_told_by_handle(struct board *b, struct dma_chan *chan, void *buf)
{
	struct dma_async_tx_descriptor *tx;
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	tx = dmaengine_prep_slave_single(chan, dma, BUF_SIZE, DMA_MEM_TO_DEV, 0);
	if (!tx)
		return -EIO; /* expect: unmap-missing */
	dmaengine_submit(tx);
	board_wait(b);
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return 0;
}

int bad_engine_never_unmapped(struct board *b, struct dma_chan *chan, void *buf)
{
	struct dma_async_tx_descriptor *tx;
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	tx = chan->device->device_prep_dma_memcpy(chan, dma, 0x1000, BUF_SIZE, 0);
	if (tx)
		dmaengine_submit(tx);
	return board_wait(b); /* expect: unmap-missing */
}

int bad_registers_of_a_map(struct board *b, struct regmap *map, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	regmap_write(map, REG_ADDR, lower_32_bits(dma));
	dev_dbg(b->dev, "%llx\n", (u64)dma);
	return board_wait(b); /* expect: unmap-missing */
}

void board_queue(struct board *b, dma_addr_t dma, size_t length);

int ok_told_to_a_queue(struct board *b, void *buf)
{
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	board_queue(b, dma, BUF_SIZE);
	return 0;
}

int ok_engine_gives_it_back(struct board *b, struct dma_chan *chan, void *buf)
{
	struct dma_async_tx_descriptor *tx;
	dma_addr_t dma = dma_map_single(b->dev, buf, BUF_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(b->dev, dma))
		return -ENOMEM;
	tx = dmaengine_prep_slave_single(chan, dma, BUF_SIZE, DMA_MEM_TO_DEV, 0);
	if (tx) {
		dmaengine_submit(tx);
		board_wait(b);
	}
	dma_unmap_single(b->dev, dma, BUF_SIZE, DMA_TO_DEVICE);
	return tx ? 0 : -EIO;
}

struct slot {
	void *data;
	dma_addr_t dma;
};

void slot_at(struct board *b, unsigned int slot, struct slot **meta);

static void slot_fill(struct board *b, struct slot *meta)
{
	dma_addr_t dma;

	meta->data = kmalloc(BUF_SIZE, GFP_ATOMIC);
	if (!meta->data)
		return;
	dma = dma_map_single(b->dev, meta->data, BUF_SIZE, DMA_FROM_DEVICE);
	if (!dma_mapping_error(b->dev, dma))
		meta->dma = dma;
}

static void slot_take(struct board *b, struct slot *meta)
{
	dma_sync_single_for_cpu(b->dev, meta->dma, BUF_SIZE, DMA_FROM_DEVICE);
	if (b->counters[0])
		return;
	dma_unmap_single(b->dev, meta->dma, BUF_SIZE, DMA_FROM_DEVICE);
}

void ok_slots_taken_and_filled(struct board *b, unsigned int count)
{
	unsigned int slot = b->tail;
	struct slot *meta;

	for (; slot != count; slot = (slot + 1) % RING_SIZE) {
		slot_at(b, slot, &meta);
		slot_take(b, meta);
		slot_fill(b, meta);
	}
}
