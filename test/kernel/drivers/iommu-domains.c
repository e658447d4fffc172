/* What a driver is answered that makes an IOMMU domain of its own; iommu-domains.txt: Linux 6.1.192, QEMU q35 with intel-iommu and edu (dma_mask=0xffffffff). */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/iommu.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>

static void __iomem *regs;

static int edu(struct device *dev, u64 from, u64 to, u32 length, u32 command)
{
	int tries = 0;

	writeq(from, regs + 0x80);
	writeq(to, regs + 0x88);
	writeq(length, regs + 0x90);
	writel(command, regs + 0x98);
	while (readl(regs + 0x98) & 1 && tries++ < 100)
		msleep(10);
	return tries < 100 ? 0 : -ETIMEDOUT;
}

static void domains(struct pci_dev *pdev)
{
	struct device *dev = &pdev->dev;
	struct iommu_domain *own, *other, *mine;
	struct iommu_group *group;
	dma_addr_t handle;
	void *buffer = dma_alloc_coherent(dev, 8192, &handle, GFP_KERNEL);
	char *page = (char *)get_zeroed_page(GFP_KERNEL);
	phys_addr_t physical = virt_to_phys(page);
	unsigned long iova = 0x40000000;

	mine = iommu_get_domain_for_dev(dev);
	dev_info(dev, "present %d mapped %d default type %x\n", iommu_present(&pci_bus_type), device_iommu_mapped(dev), mine ? mine->type : -1);
	if (mine && mine->type != IOMMU_DOMAIN_IDENTITY)
		dev_info(dev, "coherent translates %d, offset %d, nothing %d\n", iommu_iova_to_phys(mine, handle) == page_to_phys(virt_to_page(buffer)), iommu_iova_to_phys(mine, handle + 12) == page_to_phys(virt_to_page(buffer)) + 12, iommu_iova_to_phys(mine, 0x1000) == 0);
	group = iommu_group_get(dev);
	dev_info(dev, "group %d\n", group ? iommu_group_id(group) : -1);
	if (group)
		iommu_group_put(group);
	own = iommu_domain_alloc(&pci_bus_type);
	if (!own) {
		dev_info(dev, "no domain\n");
		goto out;
	}
	dev_info(dev, "own type %x sizes %lx start %llx force %d\n", own->type, own->pgsize_bitmap, (u64)own->geometry.aperture_start, own->geometry.force_aperture);
	dev_info(dev, "unaligned map %d\n", iommu_map(own, iova + 1, physical, PAGE_SIZE, IOMMU_READ));
	dev_info(dev, "map without rights %d\n", iommu_map(own, iova, physical, PAGE_SIZE, 0));
	dev_info(dev, "map %d\n", iommu_map(own, iova, physical, PAGE_SIZE, IOMMU_READ | IOMMU_WRITE));
	dev_info(dev, "translates %d %d\n", iommu_iova_to_phys(own, iova + 5) == physical + 5, iommu_iova_to_phys(own, iova + PAGE_SIZE) == 0);
	dev_info(dev, "attach %d same %d\n", iommu_attach_device(own, dev), iommu_get_domain_for_dev(dev) == own);
	other = iommu_domain_alloc(&pci_bus_type);
	dev_info(dev, "attach another %d\n", iommu_attach_device(other, dev));
	iommu_domain_free(other);
	strcpy(page, "through a domain of its own");
	edu(dev, iova, 0x40000, 32, 1);
	memset(page, 0, 32);
	edu(dev, 0x40000, iova + 64, 32, 3);
	dev_info(dev, "came back: %s\n", page + 64);
	dev_info(dev, "map the second %d, two megabytes %d\n", iommu_map(own, iova + PAGE_SIZE, physical, PAGE_SIZE, IOMMU_READ), iommu_map(own, 0x80000000, 0x200000, 0x200000, IOMMU_READ));
	dev_info(dev, "unmap unaligned %zx\n", iommu_unmap(own, iova, 12));
	dev_info(dev, "unmap both %zx again %zx\n", iommu_unmap(own, iova, 2 * PAGE_SIZE), iommu_unmap(own, iova, PAGE_SIZE));
	dev_info(dev, "unmap of a large page's first %zx, left %d\n", iommu_unmap(own, 0x80000000, PAGE_SIZE), iommu_iova_to_phys(own, 0x80001000) != 0);
	dev_info(dev, "gone %d\n", iommu_iova_to_phys(own, iova) == 0);
	iommu_detach_device(own, dev);
	dev_info(dev, "back %d\n", iommu_get_domain_for_dev(dev) == mine);
	iommu_domain_free(own);
	strcpy(buffer, "as before");
	edu(dev, handle, 0x40000, 32, 1);
	edu(dev, 0x40000, handle + 4096, 32, 3);
	dev_info(dev, "dma api: %s\n", (char *)buffer + 4096);
out:
	free_page((unsigned long)page);
	dma_free_coherent(dev, 8192, buffer, handle);
}

static int probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int error = pcim_enable_device(pdev);

	if (error)
		return error;
	pci_set_master(pdev);
	dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32));
	regs = pcim_iomap(pdev, 0, 0);
	if (!regs)
		return -ENOMEM;
	domains(pdev);
	return 0;
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, { } };
MODULE_DEVICE_TABLE(pci, ids);
static struct pci_driver domains_driver = { .name = "domains", .id_table = ids, .probe = probe };
module_pci_driver(domains_driver);
MODULE_LICENSE("GPL");
