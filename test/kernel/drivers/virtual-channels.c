/* Virtual channels of a DMA engine (drivers/dma/virt-dma.c): what is submitted, issued, done, given back; and lists of numbers as text. */
#include <linux/bitmap.h>
#include <linux/dmaengine.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/slab.h>

/* drivers/dma/virt-dma.h is no header for modules outside of the tree: its structures as it lays them out. */
struct virt_dma_desc {
	struct dma_async_tx_descriptor tx;
	struct dmaengine_result tx_result;
	struct list_head node;
};
struct virt_dma_chan {
	struct dma_chan chan;
	struct tasklet_struct task;
	void (*desc_free)(struct virt_dma_desc *desc);
	spinlock_t lock;
	struct list_head desc_allocated, desc_submitted, desc_issued, desc_completed, desc_terminated;
	struct virt_dma_desc *cyclic;
};
void vchan_init(struct virt_dma_chan *vc, struct dma_device *device);
dma_cookie_t vchan_tx_submit(struct dma_async_tx_descriptor *tx);
int vchan_tx_desc_free(struct dma_async_tx_descriptor *tx);
struct virt_dma_desc *vchan_find_desc(struct virt_dma_chan *vc, dma_cookie_t cookie);
void vchan_dma_desc_free_list(struct virt_dma_chan *vc, struct list_head *head);

static struct dma_device engine;
static struct virt_dma_chan channel;
static const char *const names[] = { "first", "second", "third", "cyclic", "reused" };

static void give_back(struct virt_dma_desc *desc)
{
	pr_info("given back: %s\n", (const char *)desc->tx.callback_param);
	kfree(desc);
}

static void plain(void *name)
{
	pr_info("done: %s, in softirq %d\n", (const char *)name, !!in_serving_softirq());
}

static void with_result(void *name, const struct dmaengine_result *result)
{
	pr_info("done: %s, result %d, residue %u\n", (const char *)name, result->result, result->residue);
}

static struct virt_dma_desc *prepare(int which)
{
	struct virt_dma_desc *desc = kzalloc(sizeof(*desc), GFP_KERNEL);
	unsigned long flags;

	dma_async_tx_descriptor_init(&desc->tx, &channel.chan);
	desc->tx.tx_submit = vchan_tx_submit;
	desc->tx.desc_free = vchan_tx_desc_free;
	desc->tx.callback_param = (void *)names[which];
	if (which == 1)
		desc->tx.callback_result = with_result;
	else
		desc->tx.callback = plain;
	if (which == 4)
		desc->tx.flags = DMA_CTRL_REUSE;
	desc->tx_result.result = DMA_TRANS_NOERROR;
	desc->tx_result.residue = which;
	spin_lock_irqsave(&channel.lock, flags);
	list_add_tail(&desc->node, &channel.desc_allocated);
	spin_unlock_irqrestore(&channel.lock, flags);
	return desc;
}

static void tell(const char *when)
{
	pr_info("%s: allocated %d, submitted %d, issued %d, completed %d, cookie %d\n", when, !list_empty(&channel.desc_allocated),
		!list_empty(&channel.desc_submitted), !list_empty(&channel.desc_issued), !list_empty(&channel.desc_completed),
		channel.chan.cookie);
}

static void complete_one(struct virt_dma_desc *desc)
{
	spin_lock_irq(&channel.lock);
	list_move_tail(&desc->node, &channel.desc_completed);
	spin_unlock_irq(&channel.lock);
}

static void lists(void)
{
	static const char *const texts[] = { "", "0", "1-3,5", " 1 , 2\n", "all", "0-N", "N", "0-15:2/4", "3-1", "16", "1-", "1:2", "4-7:3/2", "x",
					     "99999999999", "1 2", "1-4:0/2", "ALL:1/8", "2-2:1/0" };
	unsigned long map;
	int i;

	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		int error = bitmap_parselist(texts[i], &map, 16);

		pr_info("%s: %d %lx\n", texts[i], error, error ? 0 : map);
	}
}

static int __init channels_init(void)
{
	struct virt_dma_desc *first, *second, *third, *cyclic, *reused;
	LIST_HEAD(rest);

	INIT_LIST_HEAD(&engine.channels);
	channel.desc_free = give_back;
	vchan_init(&channel, &engine);
	tell("made");
	first = prepare(0);
	second = prepare(1);
	third = prepare(2);
	tell("prepared");
	pr_info("cookies %d", dmaengine_submit(&second->tx));
	pr_cont(" %d\n", dmaengine_submit(&first->tx));
	pr_info("found before it is issued: %d\n", vchan_find_desc(&channel, 2) != NULL);
	list_splice_tail_init(&channel.desc_submitted, &channel.desc_issued);
	tell("issued");
	pr_info("found: %d %d %d\n", vchan_find_desc(&channel, 2) == second, vchan_find_desc(&channel, 3) == first,
		vchan_find_desc(&channel, 4) != NULL);
	complete_one(second);
	complete_one(first);
	tasklet_schedule(&channel.task);
	tasklet_unlock_wait(&channel.task);
	while (!list_empty(&channel.desc_completed))
		cond_resched();
	tasklet_kill(&channel.task);
	tell("completed");
	cyclic = prepare(3);
	dmaengine_submit(&cyclic->tx);
	channel.cyclic = cyclic;
	tasklet_schedule(&channel.task);
	tasklet_kill(&channel.task);
	pr_info("cyclic is %s\n", channel.cyclic ? "waiting" : "told");
	reused = prepare(4);
	dmaengine_submit(&reused->tx);
	complete_one(reused);
	tasklet_schedule(&channel.task);
	tasklet_kill(&channel.task);
	tell("reused");
	pr_info("freed: %d\n", reused->tx.desc_free(&reused->tx));
	list_splice_tail_init(&channel.desc_allocated, &rest);
	list_splice_tail_init(&channel.desc_submitted, &rest);
	pr_info("left: %d\n", third != NULL);
	vchan_dma_desc_free_list(&channel, &rest);
	tell("end");
	channel.chan.cookie = INT_MAX;
	third = prepare(2);
	pr_info("behind the largest: %d\n", dmaengine_submit(&third->tx));
	list_splice_tail_init(&channel.desc_submitted, &rest);
	vchan_dma_desc_free_list(&channel, &rest);
	lists();
	return 0;
}

static void __exit channels_exit(void)
{
}

module_init(channels_init);
module_exit(channels_exit);
MODULE_LICENSE("GPL");
