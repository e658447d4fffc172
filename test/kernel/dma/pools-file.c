/* Pools of one device, of which the app reads the list; then one fewer, then none. */
#include <linux/debugfs.h>
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/module.h>
#include <linux/pci.h>

static struct dma_pool *pools[3];
static struct dentry *step;

static ssize_t step_write(struct file *file, const char __user *from, size_t count, loff_t *position)
{
	static int next = 2;

	if (next >= 0)
		dma_pool_destroy(pools[next--]);
	return count;
}

static const struct file_operations step_operations = { .owner = THIS_MODULE, .write = step_write };

static int oracle_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	dma_addr_t handle;
	void *block;
	int i;

	dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	pools[0] = dma_pool_create("sixty-four", &pdev->dev, 64, 64, 0);
	pools[1] = dma_pool_create("a name that is longer than the field has room for", &pdev->dev, 192, 64, 1024);
	pools[2] = dma_pool_create("big", &pdev->dev, 5000, 16, 0);
	for (i = 0; i < 70; i++)
		block = dma_pool_alloc(pools[0], GFP_KERNEL, &handle);
	dma_pool_free(pools[0], block, handle);
	for (i = 0; i < 3; i++)
		dma_pool_alloc(pools[2], GFP_KERNEL, &handle);
	step = debugfs_create_file("step", 0200, NULL, NULL, &step_operations);
	return 0;
}

static void oracle_remove(struct pci_dev *pdev)
{
	debugfs_remove(step);
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { PCI_DEVICE(0x10ee, PCI_ANY_ID) }, {} };
static struct pci_driver oracle_driver = { .name = "oracle", .id_table = ids, .probe = oracle_probe, .remove = oracle_remove };
module_pci_driver(oracle_driver);
MODULE_LICENSE("GPL");
