/* QEMU's edu as a DMA engine of one channel, and a client of it: copies into the device's buffer and back. */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>

#define EDU_BUFFER 0x40000
#define EDU_STATUS 0x24
#define EDU_ACKNOWLEDGE 0x64
#define EDU_SOURCE 0x80
#define EDU_DESTINATION 0x88
#define EDU_COUNT 0x90
#define EDU_COMMAND 0x98

struct edu_descriptor {
	struct dma_async_tx_descriptor tx;
	dma_addr_t memory;
	size_t length;
	enum dma_transfer_direction direction;
	struct list_head link;
};

struct edu_engine {
	struct pci_dev *pdev;
	void __iomem *registers;
	struct dma_device dma;
	struct dma_chan chan;
	struct dma_slave_config config;
	spinlock_t lock;
	struct list_head submitted, issued;
	struct edu_descriptor *running;
	struct tasklet_struct tasklet;
	struct edu_descriptor *finished;
};

static struct edu_engine *engine_of(struct dma_chan *chan)
{
	return container_of(chan, struct edu_engine, chan);
}

static void start_next(struct edu_engine *engine)
{
	struct edu_descriptor *next = list_first_entry_or_null(&engine->issued, struct edu_descriptor, link);

	engine->running = next;
	if (!next)
		return;
	list_del_init(&next->link);
	writeq(next->direction == DMA_MEM_TO_DEV ? next->memory : EDU_BUFFER, engine->registers + EDU_SOURCE);
	writeq(next->direction == DMA_MEM_TO_DEV ? EDU_BUFFER : next->memory, engine->registers + EDU_DESTINATION);
	writeq(next->length, engine->registers + EDU_COUNT);
	writeq(1 | 4 | (next->direction == DMA_DEV_TO_MEM ? 2 : 0), engine->registers + EDU_COMMAND);
}

static irqreturn_t edu_interrupt(int irq, void *data)
{
	struct edu_engine *engine = data;
	u32 status = readl(engine->registers + EDU_STATUS);

	if (!status)
		return IRQ_NONE;
	writel(status, engine->registers + EDU_ACKNOWLEDGE);
	spin_lock(&engine->lock);
	engine->finished = engine->running;
	if (engine->finished)
		engine->chan.completed_cookie = engine->finished->tx.cookie;
	start_next(engine);
	spin_unlock(&engine->lock);
	tasklet_schedule(&engine->tasklet);
	return IRQ_HANDLED;
}

static void edu_tasklet(struct tasklet_struct *tasklet)
{
	struct edu_engine *engine = from_tasklet(engine, tasklet, tasklet);
	struct dmaengine_result result = { .result = DMA_TRANS_NOERROR };
	struct edu_descriptor *descriptor = engine->finished;

	if (!descriptor)
		return;
	engine->finished = NULL;
	if (descriptor->tx.callback_result)
		descriptor->tx.callback_result(descriptor->tx.callback_param, &result);
	else if (descriptor->tx.callback)
		descriptor->tx.callback(descriptor->tx.callback_param);
	kfree(descriptor);
}

static dma_cookie_t edu_submit(struct dma_async_tx_descriptor *tx)
{
	struct edu_engine *engine = engine_of(tx->chan);
	struct edu_descriptor *descriptor = container_of(tx, struct edu_descriptor, tx);
	unsigned long flags;

	spin_lock_irqsave(&engine->lock, flags);
	tx->cookie = ++tx->chan->cookie;
	list_add_tail(&descriptor->link, &engine->submitted);
	spin_unlock_irqrestore(&engine->lock, flags);
	return tx->cookie;
}

static struct dma_async_tx_descriptor *edu_prep(struct dma_chan *chan, struct scatterlist *sgl, unsigned int count,
						enum dma_transfer_direction direction, unsigned long flags, void *context)
{
	struct edu_descriptor *descriptor;

	if (count != 1 || sg_dma_len(sgl) > 4096 || !is_slave_direction(direction))
		return NULL;
	descriptor = kzalloc(sizeof(*descriptor), GFP_NOWAIT);
	if (!descriptor)
		return NULL;
	dma_async_tx_descriptor_init(&descriptor->tx, chan);
	descriptor->tx.flags = flags;
	descriptor->tx.tx_submit = edu_submit;
	descriptor->memory = sg_dma_address(sgl);
	descriptor->length = sg_dma_len(sgl);
	descriptor->direction = direction;
	return &descriptor->tx;
}

static void edu_issue(struct dma_chan *chan)
{
	struct edu_engine *engine = engine_of(chan);
	unsigned long flags;

	spin_lock_irqsave(&engine->lock, flags);
	list_splice_tail_init(&engine->submitted, &engine->issued);
	if (!engine->running)
		start_next(engine);
	spin_unlock_irqrestore(&engine->lock, flags);
}

static enum dma_status edu_status(struct dma_chan *chan, dma_cookie_t cookie, struct dma_tx_state *state)
{
	dma_set_tx_state(state, chan->completed_cookie, chan->cookie, 0);
	return dma_async_is_complete(cookie, chan->completed_cookie, chan->cookie);
}

static int edu_config(struct dma_chan *chan, struct dma_slave_config *config)
{
	engine_of(chan)->config = *config;
	return 0;
}

static int edu_terminate(struct dma_chan *chan)
{
	struct edu_engine *engine = engine_of(chan);
	struct edu_descriptor *each, *next;

	list_splice_tail_init(&engine->submitted, &engine->issued);
	list_for_each_entry_safe(each, next, &engine->issued, link) {
		list_del(&each->link);
		kfree(each);
	}
	return 0;
}

static int edu_alloc(struct dma_chan *chan)
{
	dev_info(chan->device->dev, "channel resources of %s\n", dma_chan_name(chan));
	chan->cookie = chan->completed_cookie = DMA_MIN_COOKIE;
	return 1;
}

static void edu_free(struct dma_chan *chan)
{
	dev_info(chan->device->dev, "no resources for %s\n", dma_chan_name(chan));
}

static void copied(void *param)
{
	complete(param);
}

static void copied_with_result(void *param, const struct dmaengine_result *result)
{
	pr_info("result %d, residue %u\n", result->result, result->residue);
	complete(param);
}

static int copy(struct dma_chan *chan, void *data, size_t length, enum dma_transfer_direction direction, bool tell)
{
	enum dma_data_direction towards = direction == DMA_MEM_TO_DEV ? DMA_TO_DEVICE : DMA_FROM_DEVICE;
	struct device *dev = dmaengine_get_dma_device(chan);
	DECLARE_COMPLETION_ONSTACK(done);
	struct dma_async_tx_descriptor *tx;
	dma_addr_t address = dma_map_single(dev, data, length, towards);
	dma_cookie_t cookie;

	if (dma_mapping_error(dev, address))
		return -ENOMEM;
	tx = dmaengine_prep_slave_single(chan, address, length, direction, DMA_PREP_INTERRUPT | DMA_CTRL_ACK);
	if (!tx) {
		dma_unmap_single(dev, address, length, towards);
		return -EINVAL;
	}
	if (tell)
		tx->callback_result = copied_with_result;
	else
		tx->callback = copied;
	tx->callback_param = &done;
	cookie = dmaengine_submit(tx);
	pr_info("%s cookie %d error %d status %d\n", dmaengine_get_direction_text(direction), cookie, dma_submit_error(cookie),
		dma_async_is_tx_complete(chan, cookie, NULL, NULL));
	dma_async_issue_pending(chan);
	if (!wait_for_completion_timeout(&done, HZ))
		pr_info("time is over\n");
	pr_info("status %d\n", dma_async_is_tx_complete(chan, cookie, NULL, NULL));
	dma_unmap_single(dev, address, length, towards);
	return 0;
}

static bool is_ours(struct dma_chan *chan, void *param)
{
	return chan == param;
}

static struct dma_slave_map edu_map[] = { { NULL, "buffer", NULL } };

static void ask(struct edu_engine *engine)
{
	struct dma_slave_config config = { .direction = DMA_MEM_TO_DEV, .dst_addr = 0x40000, .dst_addr_width = 8 };
	struct device *dev = &engine->pdev->dev;
	struct dma_slave_caps caps;
	struct dma_chan *chan, *other;
	dma_cap_mask_t mask;
	u8 *data, *back;
	int i, same = 1;

	pr_info("unknown name: %ld\n", PTR_ERR(dma_request_chan(dev, "nothing")));
	dma_cap_zero(mask);
	dma_cap_set(DMA_MEMCPY, mask);
	pr_info("memcpy: %ld, %px\n", PTR_ERR(dma_request_chan_by_mask(&mask)), dma_request_channel(mask, NULL, NULL));
	chan = dma_request_chan(dev, "buffer");
	if (IS_ERR(chan)) {
		pr_info("no channel: %ld\n", PTR_ERR(chan));
		return;
	}
	other = dma_request_chan(dev, "buffer");
	pr_info("%s, %s, clients %d, again %ld\n", dma_chan_name(chan), chan->name, chan->client_count, PTR_ERR(other));
	pr_info("caps: %d", dma_get_slave_caps(chan, &caps));
	pr_info("widths %x %x directions %x pause %d terminate %d granularity %d reuse %d\n", caps.src_addr_widths,
		caps.dst_addr_widths, caps.directions, caps.cmd_pause, caps.cmd_terminate, caps.residue_granularity,
		caps.descriptor_reuse);
	pr_info("config %d pause %d cyclic %d\n", dmaengine_slave_config(chan, &config), dmaengine_pause(chan),
		!!dmaengine_prep_dma_cyclic(chan, 0, 64, 16, DMA_MEM_TO_DEV, 0));
	data = kmalloc(512, GFP_KERNEL | GFP_DMA);
	back = kzalloc(512, GFP_KERNEL | GFP_DMA);
	for (i = 0; i < 512; i++)
		data[i] = i * 7;
	pr_info("to the device: %d\n", copy(chan, data, 512, DMA_MEM_TO_DEV, false));
	pr_info("from the device: %d\n", copy(chan, back, 512, DMA_DEV_TO_MEM, true));
	for (i = 0; i < 512; i++)
		same &= back[i] == (u8)(i * 7);
	pr_info("the same %d\n", same);
	pr_info("terminated %d\n", dmaengine_terminate_sync(chan));
	kfree(data);
	kfree(back);
	dma_release_channel(chan);
	chan = dma_request_channel(engine->dma.cap_mask, is_ours, &engine->chan);
	pr_info("by filter %d\n", chan == &engine->chan);
	if (chan)
		dma_release_channel(chan);
}

static int edu_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct edu_engine *engine = devm_kzalloc(&pdev->dev, sizeof(*engine), GFP_KERNEL);
	struct dma_device *dma;
	int error;

	if (!engine)
		return -ENOMEM;
	error = pcim_enable_device(pdev);
	if (error)
		return error;
	error = pcim_iomap_regions(pdev, 1, "edu-dma");
	if (error)
		return error;
	pci_set_master(pdev);
	error = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(28));
	if (error)
		return error;
	error = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);
	if (error < 0)
		return error;
	engine->pdev = pdev;
	engine->registers = pcim_iomap_table(pdev)[0];
	spin_lock_init(&engine->lock);
	INIT_LIST_HEAD(&engine->submitted);
	INIT_LIST_HEAD(&engine->issued);
	tasklet_setup(&engine->tasklet, edu_tasklet);
	error = request_irq(pci_irq_vector(pdev, 0), edu_interrupt, 0, "edu-dma", engine);
	if (error)
		return error;
	dma = &engine->dma;
	dma->dev = &pdev->dev;
	dma_cap_set(DMA_SLAVE, dma->cap_mask);
	dma_cap_set(DMA_PRIVATE, dma->cap_mask);
	dma->src_addr_widths = dma->dst_addr_widths = BIT(DMA_SLAVE_BUSWIDTH_8_BYTES);
	dma->directions = BIT(DMA_MEM_TO_DEV) | BIT(DMA_DEV_TO_MEM);
	dma->device_alloc_chan_resources = edu_alloc;
	dma->device_free_chan_resources = edu_free;
	dma->device_prep_slave_sg = edu_prep;
	dma->device_config = edu_config;
	dma->device_terminate_all = edu_terminate;
	dma->device_tx_status = edu_status;
	edu_map[0].devname = dev_name(&pdev->dev);
	edu_map[0].param = &engine->chan;
	dma->filter.map = edu_map;
	dma->filter.mapcnt = 1;
	dma->filter.fn = is_ours;
	INIT_LIST_HEAD(&dma->channels);
	engine->chan.device = dma;
	list_add_tail(&engine->chan.device_node, &dma->channels);
	pr_info("before all operations: %d\n", dma_async_device_register(dma));
	dma->device_issue_pending = edu_issue;
	error = dma_async_device_register(dma);
	pr_info("registered: %d\n", error);
	if (error)
		return error;
	pci_set_drvdata(pdev, engine);
	ask(engine);
	return 0;
}

static void edu_remove(struct pci_dev *pdev)
{
	struct edu_engine *engine = pci_get_drvdata(pdev);

	dma_async_device_unregister(&engine->dma);
	free_irq(pci_irq_vector(pdev, 0), engine);
	tasklet_kill(&engine->tasklet);
	pci_free_irq_vectors(pdev);
}

static const struct pci_device_id edu_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
MODULE_DEVICE_TABLE(pci, edu_ids);

static struct pci_driver edu_driver = {
	.name = "edu-dma",
	.id_table = edu_ids,
	.probe = edu_probe,
	.remove = edu_remove,
};
module_pci_driver(edu_driver);
MODULE_LICENSE("GPL");
