// SPDX-License-Identifier: MIT
/* A self-test of the RTL8168: tagged frames round the loop in the chip, received by polling; dma_rmb() stands between OWN and the tag. */
#include <linux/dma-mapping.h>
#include <linux/if_ether.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/module.h>
#include <linux/pci.h>

/* Registers, by the datasheet's names */
#define TNPDS		0x20
#define CR		0x37
#define TPPOLL		0x38
#define TCR		0x40
#define RCR		0x44
#define CPLUSCR		0xe0
#define RDSAR		0xe4

#define CR_RST		BIT(4)
#define CR_RE		BIT(3)
#define CR_TE		BIT(2)
#define TPPOLL_NPQ	BIT(6)
#define TCR_LOOPBACK	GENMASK(18, 17)
#define RCR_AAP		BIT(0)
#define RX_VLAN		BIT(6)

/* Of a descriptor: opts1, then opts2 */
#define OWN		BIT(31)
#define EOR		BIT(30)
#define FS		BIT(29)
#define LS		BIT(28)
#define RX_VLAN_TAG	BIT(16)

#define FRAMES		100

struct rtl_desc {
	__le32 opts1;
	__le32 opts2;
	__le64 addr;
};

/* Everything that the device sees; a ring begins at a multiple of 256. */
struct rtl_shared {
	struct rtl_desc tx __aligned(256);
	struct rtl_desc rx __aligned(256);
	u8 sent[128] __aligned(256);
	u8 received[1536] __aligned(256);
};

struct rtl {
	struct device *dev;
	void __iomem *regs;
	struct rtl_shared *shared;
	dma_addr_t dma;
};

static void rtl_send(struct rtl *rtl, u16 tag)
{
	struct rtl_shared *shared = rtl->shared;

	*(__be16 *)(shared->sent + 12) = htons(ETH_P_8021Q);
	*(__be16 *)(shared->sent + 14) = htons(tag);
	shared->rx.addr = cpu_to_le64(rtl->dma + offsetof(struct rtl_shared, received));
	shared->tx.addr = cpu_to_le64(rtl->dma + offsetof(struct rtl_shared, sent));
	dma_wmb();
	shared->rx.opts1 = cpu_to_le32(OWN | EOR | sizeof(shared->received));
	shared->tx.opts1 = cpu_to_le32(OWN | EOR | FS | LS | sizeof(shared->sent));
	writeb(TPPOLL_NPQ, rtl->regs + TPPOLL);
}

/* The tag of the frame that comes, or a negative error. */
static int rtl_receive(struct rtl *rtl)
{
	struct rtl_desc *desc = &rtl->shared->rx;
	unsigned int tries = 100000;
	u32 opts2;

	while (le32_to_cpu(READ_ONCE(desc->opts1)) & OWN) {
		if (!--tries)
			return -ETIMEDOUT;
		cpu_relax();
	}
	dma_rmb();
	opts2 = le32_to_cpu(READ_ONCE(desc->opts2));
	return opts2 & RX_VLAN_TAG ? swab16(opts2 & 0xffff) : 0;
}

static int rtl_selftest(struct rtl *rtl)
{
	int tag, wrong = 0, received;

	for (tag = 1; tag <= FRAMES; tag++) {
		rtl_send(rtl, tag);
		received = rtl_receive(rtl);
		if (received < 0)
			return received;
		wrong += received != tag;
	}
	dev_info(rtl->dev, "%d frames, %d with a tag that is not theirs\n", FRAMES, wrong);
	return 0;
}

static int rtl_reset(struct rtl *rtl)
{
	u8 command;

	writeb(CR_RST, rtl->regs + CR);
	return readb_poll_timeout(rtl->regs + CR, command, !(command & CR_RST), 10, 10000);
}

static void rtl_start(struct rtl *rtl)
{
	dma_addr_t tx = rtl->dma + offsetof(struct rtl_shared, tx), rx = rtl->dma + offsetof(struct rtl_shared, rx);

	writel(upper_32_bits(tx), rtl->regs + TNPDS + 4);
	writel(lower_32_bits(tx), rtl->regs + TNPDS);
	writel(upper_32_bits(rx), rtl->regs + RDSAR + 4);
	writel(lower_32_bits(rx), rtl->regs + RDSAR);
	writew(RX_VLAN, rtl->regs + CPLUSCR);
	writel(TCR_LOOPBACK, rtl->regs + TCR);
	writel(RCR_AAP, rtl->regs + RCR);
	writeb(CR_RE | CR_TE, rtl->regs + CR);
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
	err = pcim_iomap_regions(pdev, BIT(2), "rtl");
	if (err)
		return err;
	rtl->regs = pcim_iomap_table(pdev)[2];
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (err)
		return err;
	pci_set_master(pdev);
	rtl->shared = dmam_alloc_coherent(&pdev->dev, sizeof(*rtl->shared), &rtl->dma, GFP_KERNEL);
	if (!rtl->shared)
		return -ENOMEM;
	err = rtl_reset(rtl);
	if (err)
		return err;
	rtl_start(rtl);
	err = rtl_selftest(rtl);
	rtl_reset(rtl);
	return err;
}

static const struct pci_device_id rtl_ids[] = {
	{ PCI_DEVICE(0x10ec, 0x8168) },
	{ }
};
MODULE_DEVICE_TABLE(pci, rtl_ids);

static struct pci_driver rtl_driver = {
	.name		= "rtl",
	.id_table	= rtl_ids,
	.probe		= rtl_probe,
};
module_pci_driver(rtl_driver);

MODULE_LICENSE("GPL");
