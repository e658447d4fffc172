/* A board whose bus sees RAM elsewhere, and RAM of the device's own. */
#include <linux/delay.h>
#include <linux/dma-direct.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/of_reserved_mem.h>
#include <linux/pci.h>

/* Through the edu's DMA engine and its own buffer: 64 bytes out and in again at another place. */
static bool there_and_back(void __iomem *registers, dma_addr_t from, dma_addr_t to)
{
	const u64 steps[2][3] = { { from, 0x40000, 1 }, { 0x40000, to, 3 } };

	for (int i = 0; i < 2; i++) {
		writeq(steps[i][0], registers + 0x80);
		writeq(steps[i][1], registers + 0x88);
		writeq(64, registers + 0x90);
		writeq(steps[i][2], registers + 0x98);
		while (readq(registers + 0x98) & 1)
			msleep(20);
	}
	return true;
}

static int ranges_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct device *dev = &pdev->dev;
	void __iomem *registers;
	dma_addr_t handle, own, second, kept;
	u8 *buffer, *mine, *more;
	int error;

	if (pci_enable_device(pdev) || dma_set_mask_and_coherent(dev, DMA_BIT_MASK(30)))
		return -EIO;
	pci_set_master(pdev);
	registers = pci_iomap(pdev, 0, 0);
	buffer = dma_alloc_coherent(dev, 4096, &handle, GFP_KERNEL);
	pr_info("limit %llx required %llx offset %lld back %d\n", dev->bus_dma_limit, dma_get_required_mask(dev),
		(s64)(dma_to_phys(dev, handle) - handle), phys_to_dma(dev, dma_to_phys(dev, handle)) == handle);
	memset(buffer, 0, 4096);
	strcpy(buffer, "through the window");
	there_and_back(registers, handle, handle + 1024);
	pr_info("read back: %s\n", buffer + 1024);
	error = of_reserved_mem_device_init(dev);
	mine = dma_alloc_coherent(dev, 5000, &own, GFP_KERNEL);
	more = dma_alloc_coherent(dev, 4096, &second, GFP_ATOMIC);
	pr_info("own %d: %llx %llx, zero %d\n", error, (u64)dma_to_phys(dev, own), (u64)dma_to_phys(dev, second),
		!memchr_inv(mine, 0, 5000));
	strcpy(mine, "own memory");
	there_and_back(registers, own, own + 4096);
	pr_info("read back: %s\n", mine + 4096);
	kept = own;
	pr_info("too much: %d again: %d\n", !dma_alloc_coherent(dev, 65536, &own, GFP_KERNEL),
		of_reserved_mem_device_init(dev));
	dma_free_coherent(dev, 5000, mine, kept);
	dma_free_coherent(dev, 4096, more, second);
	of_reserved_mem_device_release(dev);
	dma_free_coherent(dev, 4096, buffer, handle);
	pci_iounmap(pdev, registers);
	return 0;
}

static const struct pci_device_id ranges_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { } };
static struct pci_driver ranges_driver = { .name = "ranges", .id_table = ranges_ids, .probe = ranges_probe };
module_pci_driver(ranges_driver);
MODULE_LICENSE("GPL");
