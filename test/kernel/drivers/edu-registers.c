/* edu as a driver finds it: configuration space, registers of every size, factorial, INTx and MSI with and without bus mastering. */
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/pci.h>

static void __iomem *base;
static atomic_t interrupts;

static irqreturn_t handler(int irq, void *data)
{
	u32 status = readl(base + 0x24);

	if (!status)
		return IRQ_NONE;
	pr_info("irq status %x\n", status);
	writel(status, base + 0x64);
	atomic_inc(&interrupts);
	return IRQ_HANDLED;
}

static void show_config(struct pci_dev *dev)
{
	u8 bytes[256];
	u32 value;
	int i;

	for (i = 0; i < 256; i += 4) {
		pci_read_config_dword(dev, i, &value);
		memcpy(bytes + i, &value, 4);
	}
	print_hex_dump(KERN_INFO, "config ", DUMP_PREFIX_OFFSET, 16, 1, bytes, 96, false);
	pr_info("%pR flags %lx\n", &dev->resource[0], dev->resource[0].flags);
	pr_info("capabilities pm %d msi %d exp %d, size %d\n", pci_find_capability(dev, PCI_CAP_ID_PM),
		pci_find_capability(dev, PCI_CAP_ID_MSI), pci_find_capability(dev, PCI_CAP_ID_EXP), dev->cfg_size);
	pr_info("class %x masks %llx %llx\n", dev->class, dev->dma_mask, dev->dev.coherent_dma_mask);
}

static void show_registers(void)
{
	pr_info("id %x\n", readl(base));
	writel(0x12345678, base + 4);
	writew(5, base + 4);
	writeb(1, base + 4);
	writeq(1, base + 4);
	pr_info("liveness %x, 2 bytes %x, 1 byte %x, 8 bytes %llx\n", readl(base + 4), readw(base), readb(base), readq(base));
	writeq(0x1122334455667788ULL, base + 0x80);
	pr_info("src %llx, low %x, high %x, 2 bytes %x\n", readq(base + 0x80), readl(base + 0x80), readl(base + 0x84),
		readw(base + 0x80));
	writel(0x99, base + 0x80);
	writel(0x77, base + 0x84);
	pr_info("src %llx\n", readq(base + 0x80));
	pr_info("nothing at %x %x %x %x\n", readl(base + 0x30), readl(base + 0x60), readl(base + 0x64), readl(base + 0x1000));
	writel(2, base + 0x98);
	pr_info("command without run %llx\n", readq(base + 0x98));
}

static void compute(u32 number)
{
	writel(number, base + 8);
	while (readl(base + 0x20) & 1)
		cpu_relax();
	pr_info("%u! = %u\n", number, readl(base + 8));
}

static void transfer(struct pci_dev *dev, u64 from, u64 to, u64 command)
{
	writeq(from, base + 0x80);
	writeq(to, base + 0x88);
	writeq(100, base + 0x90);
	writeq(command, base + 0x98);
	writeq(1, base + 0x90);
	pr_info("under way: %llx, count %lld\n", readq(base + 0x98), readq(base + 0x90));
	msleep(60);
	pr_info("after 60 ms: %llx\n", readq(base + 0x98));
	msleep(60);
	pr_info("after 120 ms: %llx\n", readq(base + 0x98));
}

static void copy_around(struct pci_dev *dev)
{
	dma_addr_t handle;
	u8 *buffer = dma_alloc_coherent(&dev->dev, 4096, &handle, GFP_KERNEL);
	int i;

	for (i = 0; i < 100; i++)
		buffer[i] = i;
	transfer(dev, handle, 0x40000, 1);
	transfer(dev, 0x40000, handle + 1000, 7);
	pr_info("copied %d, interrupts %d\n", memcmp(buffer, buffer + 1000, 100) == 0, atomic_read(&interrupts));
	dma_free_coherent(&dev->dev, 4096, buffer, handle);
}

static int probe(struct pci_dev *dev, const struct pci_device_id *id)
{
	int result;

	pr_info("irq before %d\n", dev->irq);
	result = pci_enable_device(dev);
	pr_info("enable %d irq %d\n", result, dev->irq);
	show_config(dev);
	base = pci_iomap(dev, 0, 0);
	show_registers();
	compute(10);
	compute(13);
	compute(40);
	writel(0xffff, base + 0x20);
	pr_info("status %x\n", readl(base + 0x20));
	result = request_irq(dev->irq, handler, IRQF_SHARED, "edu", dev);
	pr_info("request %d\n", result);
	writel(5, base + 8);
	msleep(50);
	writel(0x30, base + 0x60);
	msleep(20);
	free_irq(dev->irq, dev);
	result = pci_alloc_irq_vectors(dev, 1, 4, PCI_IRQ_ALL_TYPES);
	pr_info("vectors %d irq %d %d msi %d\n", result, dev->irq, pci_irq_vector(dev, 0), dev->msi_enabled);
	result = request_irq(pci_irq_vector(dev, 0), handler, 0, "edu", dev);
	writel(7, base + 0x60);
	msleep(20);
	pr_info("no bus master: %x pending\n", readl(base + 0x24));
	writel(7, base + 0x64);
	pci_set_master(dev);
	writel(7, base + 0x60);
	msleep(20);
	pr_info("dma mask %d\n", dma_set_mask_and_coherent(&dev->dev, DMA_BIT_MASK(28)));
	copy_around(dev);
	return 0;
}

static void remove(struct pci_dev *dev)
{
	free_irq(pci_irq_vector(dev, 0), dev);
	pci_free_irq_vectors(dev);
	pr_info("irq after %d\n", dev->irq);
	pci_iounmap(dev, base);
	pci_disable_device(dev);
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
MODULE_DEVICE_TABLE(pci, ids);
static struct pci_driver edu_driver = { .name = "edu-registers", .id_table = ids, .probe = probe, .remove = remove };
module_pci_driver(edu_driver);
MODULE_LICENSE("GPL");
