// SPDX-License-Identifier: MIT
/* A ring of four transmit descriptors, and twelve packets for it. */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>

/* Registers of the RTL8168, by the datasheet's names */
#define TNPDS		0x20
#define CR		0x37
#define TPPOLL		0x38

#define CR_RST		BIT(4)
#define CR_TE		BIT(2)
#define TPPOLL_NPQ	BIT(6)

/* opts1 of a descriptor */
#define OWN		BIT(31)
#define EOR		BIT(30)
#define WHOLE		(BIT(29) | BIT(28))

#define RING		4
#define PACKETS		12
#define LENGTH		1024

struct rtl_desc {
	__le32 opts1;
	__le32 opts2;
	__le64 addr;
};

struct rtl {
	struct device *dev;
	void __iomem *regs;
	struct rtl_desc *ring;
	dma_addr_t ring_dma;
	void *buf[RING];
	dma_addr_t addr[RING];
	unsigned int next;
};

/* What was sent from this slot before goes back. */
static void rtl_reclaim(struct rtl *rtl, unsigned int i)
{
	if (!rtl->buf[i])
		return;
	dma_unmap_single(rtl->dev, rtl->addr[i], LENGTH, DMA_TO_DEVICE);
	kfree(rtl->buf[i]);
	rtl->buf[i] = NULL;
}

static int rtl_send(struct rtl *rtl, unsigned int number)
{
	unsigned int i = rtl->next++ % RING;
	struct rtl_desc *desc = &rtl->ring[i];
	void *buf = kmalloc(LENGTH, GFP_KERNEL);
	__le32 status;

	if (!buf)
		return -ENOMEM;
	memset(buf, number, LENGTH);
	/* the slot is the device's until it gives it back */
	if (read_poll_timeout(READ_ONCE, status, !(le32_to_cpu(status) & OWN), 10, 10000, false, desc->opts1)) {
		kfree(buf);
		return -ETIMEDOUT;
	}
	rtl_reclaim(rtl, i);
	rtl->addr[i] = dma_map_single(rtl->dev, buf, LENGTH, DMA_TO_DEVICE);
	if (dma_mapping_error(rtl->dev, rtl->addr[i])) {
		kfree(buf);
		return -EIO;
	}
	rtl->buf[i] = buf;
	desc->addr = cpu_to_le64(rtl->addr[i]);
	dma_wmb();
	desc->opts1 = cpu_to_le32(OWN | WHOLE | LENGTH | (i == RING - 1 ? EOR : 0));
	writeb(TPPOLL_NPQ, rtl->regs + TPPOLL);
	return 0;
}

static int rtl_run(struct rtl *rtl)
{
	unsigned int number, i;
	int err = 0;
	u8 command;

	writeb(CR_RST, rtl->regs + CR);
	err = readb_poll_timeout(rtl->regs + CR, command, !(command & CR_RST), 10, 10000);
	if (err)
		return err;
	writel(upper_32_bits(rtl->ring_dma), rtl->regs + TNPDS + 4);
	writel(lower_32_bits(rtl->ring_dma), rtl->regs + TNPDS);
	writeb(CR_TE, rtl->regs + CR);
	for (number = 0; number < PACKETS && !err; number++) {
		err = rtl_send(rtl, number);
		udelay(2);	/* until whoever sends has the next one */
	}
	msleep(1);
	dev_info(rtl->dev, "%u packets given to the ring\n", number);
	for (i = 0; i < RING; i++)
		rtl_reclaim(rtl, i);
	return err;
}

static int rtl_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct rtl *rtl = devm_kzalloc(&pdev->dev, sizeof(*rtl), GFP_KERNEL);
	int err;

	if (!rtl)
		return -ENOMEM;
	rtl->dev = &pdev->dev;
	err = pcim_enable_device(pdev);
	if (err)
		return err;
	err = pcim_iomap_regions(pdev, BIT(2), "ring");
	if (err)
		return err;
	rtl->regs = pcim_iomap_table(pdev)[2];
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	rtl->ring = dmam_alloc_coherent(&pdev->dev, RING * sizeof(*rtl->ring), &rtl->ring_dma, GFP_KERNEL);
	if (!rtl->ring)
		return -ENOMEM;
	return rtl_run(rtl);
}

static const struct pci_device_id rtl_ids[] = {
	{ PCI_DEVICE(0x10ec, 0x8168) },
	{ }
};
MODULE_DEVICE_TABLE(pci, rtl_ids);

static struct pci_driver rtl_driver = {
	.name		= "ring",
	.id_table	= rtl_ids,
	.probe		= rtl_probe,
};
module_pci_driver(rtl_driver);

MODULE_LICENSE("GPL");
