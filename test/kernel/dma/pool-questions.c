/* Asks dma_pool what golden/linux-6.1-plain.jsonl asked a real kernel: where the blocks of each shape lie, and in which order they come again. */
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/module.h>
#include <linux/pci.h>

static int sizes[32], aligns[32], boundaries[32], shapes, ignored, ignored_too;
module_param_array_named(size, sizes, int, &shapes, 0);
module_param_array_named(align, aligns, int, &ignored, 0);
module_param_array_named(boundary, boundaries, int, &ignored_too, 0);
static int count = 40;
module_param(count, int, 0);
static int again = 6;
module_param(again, int, 0);

static void *blocks[4096];
static dma_addr_t handles[4096];

static void take(struct dma_pool *pool, int shape, int from, const char *what)
{
	int i;

	for (i = 0; i < from; i++) {
		blocks[i] = dma_pool_alloc(pool, GFP_KERNEL, &handles[i]);
		printk("%s %d: %llx\n", what, shape, (u64)handles[i]);
	}
}

static void ask(struct device *dev, int shape)
{
	struct dma_pool *pool = dma_pool_create("asked", dev, sizes[shape], aligns[shape], boundaries[shape]);
	int i;

	printk("pool %d: %d\n", shape, pool != NULL);
	if (!pool)
		return;
	take(pool, shape, count, "block");
	for (i = 0; i < again; i++)
		dma_pool_free(pool, blocks[i], handles[i]);
	take(pool, shape, again, "again");
	for (i = 0; i < count; i++)
		dma_pool_free(pool, blocks[i], handles[i]);
	dma_pool_destroy(pool);
}

static int oracle_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int shape;

	for (shape = 0; shape < shapes; shape++)
		ask(&pdev->dev, shape);
	return 0;
}

static void oracle_remove(struct pci_dev *pdev)
{
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { PCI_DEVICE(0x10ee, PCI_ANY_ID) }, {} };
static struct pci_driver oracle_driver = { .name = "oracle", .id_table = ids, .probe = oracle_probe, .remove = oracle_remove };
module_pci_driver(oracle_driver);
MODULE_LICENSE("GPL");
