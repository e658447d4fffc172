/* edu handed to a program by UIO: its registers and a piece of memory to map, its interrupt to read. */
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/uio_driver.h>

struct handed {
	struct uio_info info;
	struct pci_dev *pdev;
};

static irqreturn_t handed_irq(int irq, struct uio_info *info)
{
	void __iomem *regs = info->mem[0].internal_addr;
	u32 status = readl(regs + 0x24);

	if (!status)
		return IRQ_NONE;
	writel(status, regs + 0x64);
	return IRQ_HANDLED;
}

static int handed_control(struct uio_info *info, s32 on)
{
	pr_info("irqcontrol %d\n", on);
	return 0;
}

static int handed_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct handed *handed = devm_kzalloc(&pdev->dev, sizeof(*handed), GFP_KERNEL);
	struct uio_info *info = &handed->info;
	int error = pcim_enable_device(pdev);

	if (error)
		return error;
	info->mem[0].addr = pci_resource_start(pdev, 0);
	info->mem[0].size = pci_resource_len(pdev, 0);
	info->mem[0].internal_addr = pcim_iomap(pdev, 0, 0);
	info->mem[0].memtype = UIO_MEM_PHYS;
	info->mem[0].name = "registers";
	info->mem[1].addr = (phys_addr_t)(unsigned long)devm_get_free_pages(&pdev->dev, GFP_KERNEL | __GFP_ZERO, 0);
	info->mem[1].size = PAGE_SIZE;
	info->mem[1].memtype = UIO_MEM_LOGICAL;
	strcpy((char *)(unsigned long)info->mem[1].addr, "from the driver");
	info->name = "edu-uio";
	info->version = "0.1";
	info->irq = pdev->irq;
	info->irq_flags = IRQF_SHARED;
	info->handler = handed_irq;
	info->irqcontrol = handed_control;
	pci_set_drvdata(pdev, handed);
	return devm_uio_register_device(&pdev->dev, info);
}

static const struct pci_device_id handed_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
static struct pci_driver handed_driver = { .name = "edu-uio", .id_table = handed_ids, .probe = handed_probe };
module_pci_driver(handed_driver);
MODULE_LICENSE("GPL");
