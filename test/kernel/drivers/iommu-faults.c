/* What the IOMMU lets the edu device do and what the log says when it does not: directions, neighbours in a page, unmapped memory, the limit of repeats. */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/pci.h>

#define EDU_SOURCE 0x80
#define EDU_TARGET 0x88
#define EDU_COUNT 0x90
#define EDU_COMMAND 0x98
#define EDU_BUFFER 0x40000

static struct device *dev;
static void __iomem *registers;

static void transfer(u64 source, u64 target, size_t length, u64 command)
{
	writeq(source, registers + EDU_SOURCE);
	writeq(target, registers + EDU_TARGET);
	writeq(length, registers + EDU_COUNT);
	writeq(command, registers + EDU_COMMAND);
	while (readq(registers + EDU_COMMAND) & 1)
		msleep(5);
	msleep(5);
}

static void reads(const char *what, dma_addr_t from, size_t length)
{
	pr_info("device reads %s: %llx\n", what, (u64)from);
	transfer(from, EDU_BUFFER, length, 1);
}

static void writes(const char *what, dma_addr_t to, size_t length)
{
	pr_info("device writes %s: %llx\n", what, (u64)to);
	transfer(EDU_BUFFER, to, length, 3);
}

static void later(void)
{
	msleep(6000);
	pr_info("later\n");
}

static int probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	u8 *buffer = (void *)__get_free_pages(GFP_KERNEL, 2);
	dma_addr_t handle, other;
	u8 *coherent;

	dev = &pdev->dev;
	pci_enable_device(pdev);
	registers = pci_iomap(pdev, 0, 0);
	pci_set_master(pdev);
	dma_set_mask_and_coherent(dev, DMA_BIT_MASK(28));
	memset(buffer, 0x11, 16384);

	other = dma_map_single(dev, buffer + 8192, 4096, DMA_BIDIRECTIONAL);
	handle = dma_map_single(dev, buffer, 256, DMA_TO_DEVICE);
	writes("what is mapped to-device", handle, 64);
	pr_info("first byte %x\n", buffer[0]);
	reads("it", handle, 64);
	writes("its buffer out elsewhere", other, 64);
	pr_info("there %x\n", buffer[8192]);
	reads("the rest of its page", handle + 2048, 64);
	reads("the page before", handle - 4096, 64);
	dma_unmap_single(dev, handle, 256, DMA_TO_DEVICE);
	msleep(50);
	reads("it when unmapped", handle, 64);
	later();

	handle = dma_map_single(dev, buffer + 4096, 256, DMA_FROM_DEVICE);
	reads("what is mapped from-device", handle, 64);
	writes("it", handle, 64);
	dma_unmap_single(dev, handle, 256, DMA_FROM_DEVICE);
	msleep(50);
	writes("it when unmapped", handle, 64);

	coherent = dma_alloc_coherent(dev, 8192, &handle, GFP_KERNEL);
	writes("coherent memory across its pages", handle + 4000, 200);
	writes("beyond coherent memory", handle + 8192, 64);
	dma_free_coherent(dev, 8192, coherent, handle);
	later();

	writes("address 0", 0, 64);
	writes("the buffer's physical address", virt_to_phys(buffer) & 0xfffffff, 64);
	later();
	for (int i = 1; i <= 6; i++)
		writes("nothing", 0x1000 * i, 16);
	later();
	reads("nothing", 0x5000, 16);
	dma_unmap_single(dev, other, 4096, DMA_BIDIRECTIONAL);
	pci_iounmap(pdev, registers);
	return 0;
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
static struct pci_driver oracle = { .name = "oracle", .id_table = ids, .probe = probe };
module_pci_driver(oracle);
MODULE_LICENSE("GPL");
