/* Calls that fail one at a time, each on a line that says whether the driver then looks at what it was given. */
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/platform_device.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

static struct {
	void *first, *second;
	dma_addr_t handle;
} kept;
static char *here;

static int tested(struct device *dev)
{
	void *memory = kmalloc(64, GFP_KERNEL); /* fails: seen */

	if (!memory)
		return -ENOMEM;
	kfree(memory);
	return 0;
}

static int dropped(struct device *dev)
{
	dma_set_coherent_mask(dev, DMA_BIT_MASK(32)); /* fails: ignored */
	return 0;
}

static int meant(struct device *dev)
{
	/* dma-debugger: allow error-ignored */
	dma_set_coherent_mask(dev, DMA_BIT_MASK(32)); /* fails: seen, as it were */
	return 0;
}

static int never_read(struct device *dev)
{
	int error = dma_set_mask(dev, DMA_BIT_MASK(32)); /* fails: ignored */

	return 0;
}

/* kfree looks at its argument, but tells nobody. */
static int freed(struct device *dev)
{
	void *memory = kmalloc(64, GFP_KERNEL); /* fails: ignored */

	kfree(memory);
	return 0;
}

static int printed(struct device *dev)
{
	int error = dma_set_mask(dev, DMA_BIT_MASK(32)); /* fails: ignored */

	pr_debug("mask: %d\n", error);
	return 0;
}

static int narrow(struct device *dev)
{
	return dma_set_mask(dev, DMA_BIT_MASK(32)); /* fails: seen by the caller */
}

static int called(struct device *dev)
{
	int error = narrow(dev);

	return error ? error : 0;
}

static int narrow_quietly(struct device *dev)
{
	return dma_set_mask(dev, DMA_BIT_MASK(32)); /* fails: ignored by the caller */
}

static int caller_ignores(struct device *dev)
{
	narrow_quietly(dev);
	return 0;
}

static int collected(struct device *dev)
{
	int error = dma_set_mask(dev, DMA_BIT_MASK(32)); /* fails: seen */

	error |= dma_set_coherent_mask(dev, DMA_BIT_MASK(32));
	if (error)
		return -EIO;
	return 0;
}

static int looks_at_first(void) { return kept.first ? 0 : -ENOMEM; }
static int looks_at_second(void) { return kept.second ? -EIO : 0; }

static int stored(struct device *dev)
{
	kept.first = kmalloc(64, GFP_KERNEL); /* fails: seen later */
	if (looks_at_first())
		return -ENOMEM;
	kfree(kept.first);
	kept.first = NULL;
	return 0;
}

static int stored_beside(struct device *dev)
{
	kept.first = kmalloc(64, GFP_KERNEL); /* fails: ignored, its neighbour is looked at */
	looks_at_second();
	kfree(kept.first);
	kept.first = NULL;
	return 0;
}

static int overwritten(struct device *dev)
{
	kept.first = kmalloc(64, GFP_KERNEL); /* fails: ignored */
	kfree(kept.first);
	kept.first = NULL;
	return looks_at_first() ? 0 : 0;
}

struct record {
	void *memory;
	long more[6];
};

static int copied(struct device *dev)
{
	struct record one = { kmalloc(64, GFP_KERNEL) }, other; /* fails: seen in the copy */

	other = one;
	if (!other.memory)
		return -ENOMEM;
	kfree(other.memory);
	return 0;
}

static int asked_about(struct device *dev)
{
	dma_addr_t handle = dma_map_single(dev, here, 64, DMA_TO_DEVICE); /* fails: seen */

	if (dma_mapping_error(dev, handle))
		return -ENOMEM;
	dma_unmap_single(dev, handle, 64, DMA_TO_DEVICE);
	return 0;
}

static int not_asked_about(struct device *dev)
{
	kept.handle = dma_map_single(dev, here, 64, DMA_TO_DEVICE); /* fails: ignored */
	iowrite32(lower_32_bits(kept.handle), (void __iomem *)here);
	dma_unmap_single(dev, kept.handle, 64, DMA_TO_DEVICE);
	return 0;
}

static int no_entries(struct device *dev)
{
	struct scatterlist sg;
	int count;

	sg_init_one(&sg, here, 64);
	count = dma_map_sg(dev, &sg, 1, DMA_TO_DEVICE); /* fails: seen */
	if (!count)
		return -ENOMEM;
	dma_unmap_sg(dev, &sg, 1, DMA_TO_DEVICE);
	return 0;
}

static int entries_not_counted(struct device *dev)
{
	struct scatterlist sg;

	sg_init_one(&sg, here, 64);
	dma_map_sg(dev, &sg, 1, DMA_TO_DEVICE); /* fails: ignored */
	dma_unmap_sg(dev, &sg, 1, DMA_TO_DEVICE);
	return 0;
}

/* vmalloc gives what kmalloc has not. */
static int other_way(struct device *dev)
{
	void *memory = kvmalloc(20000, GFP_KERNEL); /* fails: seen by the kernel */

	kvfree(memory);
	return 0;
}

static void *wrapped(void)
{
	void *memory = kmalloc(64, GFP_KERNEL);

	return memory ? memory : ERR_PTR(-ENOMEM);
}

static int as_pointer(struct device *dev)
{
	void *memory = wrapped();

	if (IS_ERR(memory))
		return PTR_ERR(memory);
	kfree(memory);
	return 0;
}

static int error_of_pointer(struct device *dev)
{
	struct platform_device *one = platform_device_register_simple("one", 1, NULL, 0); /* fails: seen */
	int error = PTR_ERR_OR_ZERO(one);

	if (error)
		return error;
	platform_device_unregister(one);
	return 0;
}

/* devm_ioremap_resource is documented to look at what it is given. */
static int looked_at_by_kernel(struct device *dev)
{
	void *memory = devm_kzalloc(dev, sizeof(struct resource), GFP_KERNEL); /* fails: seen by devm_ioremap_resource */
	void __iomem *registers = devm_ioremap_resource(dev, memory);

	return IS_ERR(registers) ? 0 : -EBUSY;
}

/* A branch that is taken the same way also depends on it. */
static int chosen(struct device *dev)
{
	switch (dma_set_mask(dev, DMA_BIT_MASK(32))) { /* fails: seen */
	case 0:
		return 0;
	default:
		return 0;
	}
}

static irqreturn_t handle(int irq, void *data) { return IRQ_NONE; }

static int requested(struct device *dev)
{
	request_irq(to_pci_dev(dev)->irq, handle, IRQF_SHARED, "ignored", dev); /* fails: ignored */
	return 0;
}

static int probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	static int (*const all[])(struct device *dev) = {
		tested, dropped, meant, never_read, freed, printed, called, caller_ignores, collected, stored, stored_beside,
		overwritten, copied, asked_about, not_asked_about, no_entries, entries_not_counted, other_way, as_pointer,
		error_of_pointer, looked_at_by_kernel, chosen, requested,
	};
	int i;

	here = devm_kmalloc(&pdev->dev, 64, GFP_KERNEL);
	if (!here)
		return -ENOMEM;
	for (i = 0; i < ARRAY_SIZE(all); i++)
		kept.second = (void *)(long)all[i](&pdev->dev);
	return dma_set_mask(&pdev->dev, DMA_BIT_MASK(64)); /* fails: seen by who calls probe */
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
static struct pci_driver driver = { .name = "errors", .id_table = ids, .probe = probe };
module_pci_driver(driver);
MODULE_LICENSE("GPL");
