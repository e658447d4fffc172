/* What dma_pool says, or does not say, when it is misused. */
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/module.h>
#include <linux/pci.h>

static void shapes(struct device *dev)
{
	struct dma_pool *pool = dma_pool_create("a name that is longer than the field has room for", dev, 64, 0, 128);
	dma_addr_t handle;
	char *block = dma_pool_alloc(pool, GFP_KERNEL, &handle);

	block[5] = 1;
	dma_pool_free(pool, block, handle);
	block = dma_pool_zalloc(pool, GFP_ATOMIC, &handle);
	printk("zeroed %d\n", block[0] == 0 && block[5] == 0);
	dma_pool_destroy(pool);
	printk("null %d %d %d %d\n", !dma_pool_create("p", dev, 0, 8, 0), !dma_pool_create("p", dev, 8, 24, 0),
	       !dma_pool_create("p", dev, 64, 64, 32), !dma_pool_create("p", dev, 64, 64, 96));
	dma_pool_destroy(NULL);
}

static void frees(struct device *dev)
{
	struct dma_pool *pool = dma_pool_create("frees", dev, 64, 64, 0);
	dma_addr_t first, second, third;
	char *a = dma_pool_alloc(pool, GFP_KERNEL, &first), *b = dma_pool_alloc(pool, GFP_KERNEL, &second), *c;

	memset(a, 1, 64);
	dma_pool_free(pool, a, first);
	printk("chained %x\n", *(int *)a);
	dma_pool_free(pool, a, first);
	dma_pool_free(pool, b, second + 0x10000000);
	dma_pool_free(pool, b, second + 64);
	a = dma_pool_alloc(pool, GFP_KERNEL, &first);
	c = dma_pool_alloc(pool, GFP_KERNEL, &third);
	printk("twice %d\n", a == c);
	dma_pool_destroy(pool);
}

static void late_write(struct device *dev)
{
	struct dma_pool *pool = dma_pool_create("late", dev, 32, 32, 0);
	dma_addr_t first, second;
	char *a = dma_pool_alloc(pool, GFP_KERNEL, &first), *b;

	dma_pool_free(pool, a, first);
	a[20] = 0x55;
	*(int *)a = 0x400;
	a = dma_pool_alloc(pool, GFP_KERNEL, &first);
	b = dma_pool_alloc(pool, GFP_KERNEL, &second);
	printk("led to %llx\n", second - first);
	dma_pool_free(pool, a, first);
	dma_pool_free(pool, b, second);
	dma_pool_destroy(pool);
}

static int oracle_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct dma_pool *managed = dmam_pool_create("managed", &pdev->dev, 64, 64, 0);

	shapes(&pdev->dev);
	frees(&pdev->dev);
	late_write(&pdev->dev);
	dmam_pool_destroy(managed);
	printk("managed %d\n", dmam_pool_create("stays", &pdev->dev, 64, 64, 0) != NULL);
	return 0;
}

static void oracle_remove(struct pci_dev *pdev)
{
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { PCI_DEVICE(0x10ee, PCI_ANY_ID) }, {} };
static struct pci_driver oracle_driver = { .name = "oracle", .id_table = ids, .probe = oracle_probe, .remove = oracle_remove };
module_pci_driver(oracle_driver);
MODULE_LICENSE("GPL");
