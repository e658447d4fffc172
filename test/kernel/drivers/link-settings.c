/* An interface with a PHY in software: drivers/net/mii.c and what ethtool asks. */
#include <linux/ethtool.h>
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/mii.h>
#include <linux/module.h>
#include <linux/netdevice.h>

struct board {
	struct mii_if_info mii;
	u16 registers[32];
	u32 level;
	bool lost;
};

static struct net_device *net;

static int board_read(struct net_device *dev, int phy, int reg)
{
	struct board *board = netdev_priv(dev);
	int value = phy == 1 ? board->registers[reg] : 0xffff;

	/* Of a link that was lost the first reading tells. */
	if (reg == MII_BMSR && board->lost) {
		board->lost = false;
		value &= ~BMSR_LSTATUS;
	}
	return value;
}

static void board_write(struct net_device *dev, int phy, int reg, int value)
{
	struct board *board = netdev_priv(dev);

	pr_info("phy %d register %d = %04x\n", phy, reg, value);
	board->registers[reg] = value & ~BMCR_ANRESTART;
}

static netdev_tx_t board_xmit(struct sk_buff *skb, struct net_device *dev)
{
	dev_kfree_skb(skb);
	return NETDEV_TX_OK;
}

static int board_ioctl(struct net_device *dev, struct ifreq *request, int command)
{
	struct board *board = netdev_priv(dev);
	unsigned int changed;
	int error = generic_mii_ioctl(&board->mii, if_mii(request), command, &changed);

	pr_info("ioctl: %d, duplex changed %u, forced %d\n", error, changed, board->mii.force_media);
	return error;
}

static void drvinfo(struct net_device *dev, struct ethtool_drvinfo *info)
{
	strscpy(info->driver, "link-settings", sizeof(info->driver));
	strscpy(info->bus_info, "none", sizeof(info->bus_info));
}

static u32 get_level(struct net_device *dev) { return ((struct board *)netdev_priv(dev))->level; }
static void set_level(struct net_device *dev, u32 level) { ((struct board *)netdev_priv(dev))->level = level; }
static int reset(struct net_device *dev) { return mii_nway_restart(&((struct board *)netdev_priv(dev))->mii); }
static int counters(struct net_device *dev, int set) { return set == ETH_SS_STATS ? 2 : -EOPNOTSUPP; }

static void strings(struct net_device *dev, u32 set, u8 *to)
{
	strscpy(to, "one", ETH_GSTRING_LEN);
	strscpy(to + ETH_GSTRING_LEN, "two", ETH_GSTRING_LEN);
}

static void stats(struct net_device *dev, struct ethtool_stats *head, u64 *to)
{
	to[0] = 1;
	to[1] = 0x200000000ull;
}

static int get_settings(struct net_device *dev, struct ethtool_link_ksettings *settings)
{
	mii_ethtool_get_link_ksettings(&((struct board *)netdev_priv(dev))->mii, settings);
	return 0;
}

static int set_settings(struct net_device *dev, const struct ethtool_link_ksettings *settings)
{
	return mii_ethtool_set_link_ksettings(&((struct board *)netdev_priv(dev))->mii, settings);
}

static void get_ring(struct net_device *dev, struct ethtool_ringparam *ring, struct kernel_ethtool_ringparam *kernel,
		     struct netlink_ext_ack *ack)
{
	ring->rx_max_pending = 256;
	ring->rx_pending = 64;
}

static int set_ring(struct net_device *dev, struct ethtool_ringparam *ring, struct kernel_ethtool_ringparam *kernel,
		    struct netlink_ext_ack *ack)
{
	pr_info("ring of %u\n", ring->rx_pending);
	return 0;
}

static int begin(struct net_device *dev)
{
	return ((struct board *)netdev_priv(dev))->level == 99 ? -EBUSY : 0;
}

static const struct ethtool_ops board_ethtool = {
	.begin = begin,
	.get_drvinfo = drvinfo,
	.get_link = ethtool_op_get_link,
	.get_msglevel = get_level,
	.set_msglevel = set_level,
	.nway_reset = reset,
	.get_sset_count = counters,
	.get_strings = strings,
	.get_ethtool_stats = stats,
	.get_link_ksettings = get_settings,
	.set_link_ksettings = set_settings,
	.get_ringparam = get_ring,
	.set_ringparam = set_ring,
};

static const struct net_device_ops board_ops = {
	.ndo_start_xmit = board_xmit,
	.ndo_eth_ioctl = board_ioctl,
	.ndo_set_mac_address = eth_mac_addr,
};

static void media(struct board *board)
{
	struct sk_buff *skb = netdev_alloc_skb(net, 64);
	u16 tag = 0;

	pr_info("link %d\n", mii_link_ok(&board->mii));
	board->lost = true;
	pr_info("lost once: %d\n", mii_link_ok(&board->mii));
	pr_info("media %u, full %d\n", mii_check_media(&board->mii, 1, 1), board->mii.full_duplex);
	board->registers[MII_BMSR] &= ~BMSR_LSTATUS;
	pr_info("media %u, carrier %d\n", mii_check_media(&board->mii, 1, 0), netif_carrier_ok(net));
	board->registers[MII_BMSR] |= BMSR_LSTATUS;
	board->registers[MII_LPA] = LPA_10FULL | LPA_100HALF;
	pr_info("media %u, full %d\n", mii_check_media(&board->mii, 1, 0), board->mii.full_duplex);
	mii_check_link(&board->mii);
	pr_info("results %x %x %x\n", mii_nway_result(0x1e1), mii_nway_result(0x41), mii_duplex(0, 0x61));
	__vlan_hwaccel_put_tag(skb, htons(ETH_P_8021Q), 0x6123);
	pr_info("tag %d %x %x %d\n", skb_vlan_tag_present(skb), skb_vlan_tag_get_id(skb), skb_vlan_tag_get_prio(skb),
		__vlan_hwaccel_get_tag(skb, &tag));
	kfree_skb(skb);
}

static int __init settings_init(void)
{
	struct board *board;
	int error;

	net = alloc_etherdev(sizeof(*board));
	if (!net)
		return -ENOMEM;
	board = netdev_priv(net);
	strscpy(net->name, "board%d", IFNAMSIZ);
	net->netdev_ops = &board_ops;
	net->ethtool_ops = &board_ethtool;
	eth_hw_addr_set(net, (const u8[]){ 2, 0, 0, 0, 0, 1 });
	board->mii = (struct mii_if_info){ .phy_id = 1, .phy_id_mask = 0x1f, .reg_num_mask = 0x1f, .dev = net,
					   .mdio_read = board_read, .mdio_write = board_write, .supports_gmii = 1 };
	board->registers[MII_BMCR] = BMCR_ANENABLE;
	board->registers[MII_BMSR] = BMSR_LSTATUS | BMSR_ANEGCOMPLETE;
	board->registers[MII_ADVERTISE] = ADVERTISE_ALL | ADVERTISE_CSMA;
	board->registers[MII_LPA] = LPA_100FULL | LPA_10HALF | LPA_LPACK;
	board->registers[MII_CTRL1000] = ADVERTISE_1000FULL;
	error = register_netdev(net);
	if (error) {
		free_netdev(net);
		return error;
	}
	media(board);
	return 0;
}

static void __exit settings_exit(void)
{
	unregister_netdev(net);
	free_netdev(net);
}

module_init(settings_init);
module_exit(settings_exit);
MODULE_LICENSE("GPL");
