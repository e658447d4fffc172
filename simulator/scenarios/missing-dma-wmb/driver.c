// SPDX-License-Identifier: MIT
/* The descriptor of a receive ring is given back with a new buffer, and nothing says that the address comes before OWN. */
#include <linux/dma-mapping.h>
#include <linux/etherdevice.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/pci.h>
#include <linux/slab.h>

/* Registers, by the datasheet's names */
#define IDR0		0x00
#define CR		0x37
#define IMR		0x3c
#define ISR		0x3e
#define RCR		0x44
#define RMS		0xda
#define RDSAR		0xe4

#define CR_RST		BIT(4)
#define CR_RE		BIT(3)
#define RCR_AB		BIT(3)
#define RCR_APM		BIT(1)
#define EVENTS		(BIT(0) | BIT(1) | BIT(4))

/* opts1 of a descriptor */
#define OWN		BIT(31)
#define EOR		BIT(30)
#define LENGTH		GENMASK(13, 0)

#define RING		2
#define BUFFER		1536
#define FRAGMENT	(BUFFER + SKB_DATA_ALIGN(sizeof(struct skb_shared_info)))

struct rtl_desc {
	__le32 opts1;
	__le32 opts2;
	__le64 addr;
};

struct rtl {
	void __iomem *regs;
	struct device *dev;
	struct net_device *ndev;
	struct napi_struct napi;
	struct rtl_desc *rx_ring;
	dma_addr_t rx_ring_dma;
	void *rx_buf[RING];
	dma_addr_t rx_addr[RING];
	unsigned int rx_next;
};

static __le32 ring_end(unsigned int i)
{
	return cpu_to_le32(i == RING - 1 ? EOR : 0);
}

static void rtl_give_rx(struct rtl *rtl, unsigned int i)
{
	struct rtl_desc *desc = &rtl->rx_ring[i];

	desc->addr = cpu_to_le64(rtl->rx_addr[i]);
	desc->opts2 = 0;
	desc->opts1 = cpu_to_le32(OWN | BUFFER) | ring_end(i);
}

/* The packet stays where it came; the descriptor gets a new buffer. */
static struct sk_buff *rtl_take(struct rtl *rtl, unsigned int i, unsigned int length)
{
	void *fresh = netdev_alloc_frag(FRAGMENT), *full = rtl->rx_buf[i];
	dma_addr_t addr, full_addr = rtl->rx_addr[i];
	struct sk_buff *skb;

	if (!fresh)
		return NULL;
	addr = dma_map_single(rtl->dev, fresh, BUFFER, DMA_FROM_DEVICE);
	if (dma_mapping_error(rtl->dev, addr)) {
		skb_free_frag(fresh);
		return NULL;
	}
	rtl->rx_buf[i] = fresh;
	rtl->rx_addr[i] = addr;
	dma_unmap_single(rtl->dev, full_addr, BUFFER, DMA_FROM_DEVICE);
	skb = build_skb(full, FRAGMENT);
	if (!skb) {
		skb_free_frag(full);
		return NULL;
	}
	skb_put(skb, length);
	return skb;
}

static void rtl_receive(struct rtl *rtl, unsigned int i, u32 status)
{
	unsigned int length = (status & LENGTH) - ETH_FCS_LEN;
	struct sk_buff *skb = rtl_take(rtl, i, length);

	rtl_give_rx(rtl, i);
	if (!skb) {
		rtl->ndev->stats.rx_dropped++;
		return;
	}
	skb->protocol = eth_type_trans(skb, rtl->ndev);
	rtl->ndev->stats.rx_packets++;
	rtl->ndev->stats.rx_bytes += length;
	napi_gro_receive(&rtl->napi, skb);
}

static int rtl_rx(struct rtl *rtl, int budget)
{
	int work = 0;

	for (; work < budget; work++) {
		unsigned int i = rtl->rx_next % RING;
		u32 status = le32_to_cpu(READ_ONCE(rtl->rx_ring[i].opts1));

		if (status & OWN)
			break;
		dma_rmb();
		rtl_receive(rtl, i, status);
		rtl->rx_next++;
	}
	return work;
}

static int rtl_poll(struct napi_struct *napi, int budget)
{
	struct rtl *rtl = container_of(napi, struct rtl, napi);
	int work = rtl_rx(rtl, budget);

	if (work < budget && napi_complete_done(napi, work))
		writew(EVENTS, rtl->regs + IMR);
	return work;
}

static irqreturn_t rtl_interrupt(int irq, void *data)
{
	struct rtl *rtl = data;
	u16 events = readw(rtl->regs + ISR);

	if (!(events & EVENTS))
		return IRQ_NONE;
	writew(0, rtl->regs + IMR);
	writew(events, rtl->regs + ISR);
	napi_schedule(&rtl->napi);
	return IRQ_HANDLED;
}

/* This board only listens. */
static netdev_tx_t rtl_xmit(struct sk_buff *skb, struct net_device *ndev)
{
	ndev->stats.tx_dropped++;
	dev_kfree_skb_any(skb);
	return NETDEV_TX_OK;
}

static int rtl_reset(struct rtl *rtl)
{
	u8 command;

	writeb(CR_RST, rtl->regs + CR);
	return readb_poll_timeout(rtl->regs + CR, command, !(command & CR_RST), 10, 10000);
}

static void rtl_start(struct rtl *rtl)
{
	writel(upper_32_bits(rtl->rx_ring_dma), rtl->regs + RDSAR + 4);
	writel(lower_32_bits(rtl->rx_ring_dma), rtl->regs + RDSAR);
	writew(BUFFER, rtl->regs + RMS);
	writel(RCR_AB | RCR_APM, rtl->regs + RCR);
	writew(EVENTS, rtl->regs + IMR);
	writeb(CR_RE, rtl->regs + CR);
}

static void rtl_free_buffers(struct rtl *rtl)
{
	unsigned int i;

	for (i = 0; i < RING; i++) {
		if (!rtl->rx_buf[i])
			continue;
		dma_unmap_single(rtl->dev, rtl->rx_addr[i], BUFFER, DMA_FROM_DEVICE);
		skb_free_frag(rtl->rx_buf[i]);
		rtl->rx_buf[i] = NULL;
	}
}

static int rtl_fill_ring(struct rtl *rtl)
{
	unsigned int i;

	for (i = 0; i < RING; i++) {
		void *buf = netdev_alloc_frag(FRAGMENT);
		dma_addr_t addr;

		if (!buf)
			return -ENOMEM;
		addr = dma_map_single(rtl->dev, buf, BUFFER, DMA_FROM_DEVICE);
		if (dma_mapping_error(rtl->dev, addr)) {
			skb_free_frag(buf);
			return -ENOMEM;
		}
		rtl->rx_buf[i] = buf;
		rtl->rx_addr[i] = addr;
		rtl_give_rx(rtl, i);
	}
	rtl->rx_next = 0;
	return 0;
}

static int rtl_open(struct net_device *ndev)
{
	struct rtl *rtl = netdev_priv(ndev);
	int err = rtl_reset(rtl);

	if (!err)
		err = rtl_fill_ring(rtl);
	if (err) {
		rtl_free_buffers(rtl);
		return err;
	}
	napi_enable(&rtl->napi);
	rtl_start(rtl);
	netif_start_queue(ndev);
	return 0;
}

static int rtl_stop(struct net_device *ndev)
{
	struct rtl *rtl = netdev_priv(ndev);

	netif_stop_queue(ndev);
	napi_disable(&rtl->napi);
	rtl_reset(rtl);
	rtl_free_buffers(rtl);
	return 0;
}

static const struct net_device_ops rtl_ops = {
	.ndo_open		= rtl_open,
	.ndo_stop		= rtl_stop,
	.ndo_start_xmit		= rtl_xmit,
	.ndo_validate_addr	= eth_validate_addr,
};

static int rtl_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct net_device *ndev = devm_alloc_etherdev(&pdev->dev, sizeof(struct rtl));
	struct rtl *rtl;
	u8 address[ETH_ALEN];
	int err, i;

	if (!ndev)
		return -ENOMEM;
	rtl = netdev_priv(ndev);
	rtl->dev = &pdev->dev;
	rtl->ndev = ndev;
	SET_NETDEV_DEV(ndev, &pdev->dev);
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
	rtl->rx_ring = dmam_alloc_coherent(&pdev->dev, RING * sizeof(*rtl->rx_ring), &rtl->rx_ring_dma, GFP_KERNEL);
	if (!rtl->rx_ring)
		return -ENOMEM;
	for (i = 0; i < ETH_ALEN; i++)
		address[i] = readb(rtl->regs + IDR0 + i);
	eth_hw_addr_set(ndev, address);
	ndev->netdev_ops = &rtl_ops;
	netif_napi_add(ndev, &rtl->napi, rtl_poll);
	err = rtl_reset(rtl);
	if (err)
		return err;
	err = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_ALL_TYPES);
	if (err < 0)
		return err;
	err = devm_request_irq(&pdev->dev, pci_irq_vector(pdev, 0), rtl_interrupt, 0, "rtl", rtl);
	if (err)
		return err;
	return devm_register_netdev(&pdev->dev, ndev);
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
