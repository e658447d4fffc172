/* What `ethtool` asks a driver: who it is, its link, its counters, its messages. Members that net/ethtool/ioctl.c does not call are questions that it refuses. */
#ifndef _LINUX_ETHTOOL_H
#define _LINUX_ETHTOOL_H

#include <linux/string.h>
#include <linux/types.h>

struct net_device;

#define ETHTOOL_GDRVINFO 0x00000003
#define ETHTOOL_GMSGLVL 0x00000007
#define ETHTOOL_SMSGLVL 0x00000008
#define ETHTOOL_NWAY_RST 0x00000009
#define ETHTOOL_GLINK 0x0000000a
#define ETHTOOL_GRINGPARAM 0x00000010
#define ETHTOOL_SRINGPARAM 0x00000011
#define ETHTOOL_GSTRINGS 0x0000001b
#define ETHTOOL_GSTATS 0x0000001d
#define ETHTOOL_GPERMADDR 0x00000020
#define ETHTOOL_GLINKSETTINGS 0x0000004c
#define ETHTOOL_SLINKSETTINGS 0x0000004d

#define ETH_GSTRING_LEN 32
#define ETHTOOL_FWVERS_LEN 32
#define ETHTOOL_BUSINFO_LEN 32
enum ethtool_stringset { ETH_SS_TEST, ETH_SS_STATS };
enum ethtool_phys_id_state { ETHTOOL_ID_INACTIVE, ETHTOOL_ID_ACTIVE, ETHTOOL_ID_ON, ETHTOOL_ID_OFF };

#define SPEED_10 10
#define SPEED_100 100
#define SPEED_1000 1000
#define SPEED_2500 2500
#define SPEED_5000 5000
#define SPEED_10000 10000
#define SPEED_UNKNOWN (-1)
#define DUPLEX_HALF 0
#define DUPLEX_FULL 1
#define DUPLEX_UNKNOWN 0xff
#define PORT_TP 0
#define PORT_MII 2
#define PORT_FIBRE 3
#define PORT_BNC 4
#define PORT_NONE 0xef
#define PORT_OTHER 0xff
#define XCVR_INTERNAL 0
#define XCVR_EXTERNAL 1
#define AUTONEG_DISABLE 0
#define AUTONEG_ENABLE 1
#define ETH_MDIO_SUPPORTS_C22 1
#define WAKE_PHY (1 << 0)
#define WAKE_UCAST (1 << 1)
#define WAKE_MCAST (1 << 2)
#define WAKE_BCAST (1 << 3)
#define WAKE_ARP (1 << 4)
#define WAKE_MAGIC (1 << 5)
#define WAKE_MAGICSECURE (1 << 6)

/* Ways of a link: bits, which are the older names SUPPORTED_ and ADVERTISED_ too. */
enum {
	ETHTOOL_LINK_MODE_10baseT_Half_BIT, ETHTOOL_LINK_MODE_10baseT_Full_BIT, ETHTOOL_LINK_MODE_100baseT_Half_BIT,
	ETHTOOL_LINK_MODE_100baseT_Full_BIT, ETHTOOL_LINK_MODE_1000baseT_Half_BIT, ETHTOOL_LINK_MODE_1000baseT_Full_BIT,
	ETHTOOL_LINK_MODE_Autoneg_BIT, ETHTOOL_LINK_MODE_TP_BIT, ETHTOOL_LINK_MODE_AUI_BIT, ETHTOOL_LINK_MODE_MII_BIT,
	ETHTOOL_LINK_MODE_FIBRE_BIT, ETHTOOL_LINK_MODE_BNC_BIT, ETHTOOL_LINK_MODE_10000baseT_Full_BIT,
	ETHTOOL_LINK_MODE_Pause_BIT, ETHTOOL_LINK_MODE_Asym_Pause_BIT, ETHTOOL_LINK_MODE_2500baseX_Full_BIT,
	__ETHTOOL_LINK_MODE_MASK_NBITS = 93
};
#define __ETHTOOL_DECLARE_LINK_MODE_MASK(name) unsigned long name[2]
#define ethtool_link_ksettings_zero_link_mode(settings, name) memset((settings)->link_modes.name, 0, 16)
#define ethtool_link_ksettings_add_link_mode(settings, name, mode) \
	((settings)->link_modes.name[0] |= 1ul << ETHTOOL_LINK_MODE_##mode##_BIT)
#define ethtool_link_ksettings_test_link_mode(settings, name, mode) \
	((settings)->link_modes.name[0] >> ETHTOOL_LINK_MODE_##mode##_BIT & 1)
static inline void ethtool_convert_legacy_u32_to_link_mode(unsigned long *modes, u32 legacy)
{
	modes[0] = legacy;
	modes[1] = 0;
}
static inline bool ethtool_convert_link_mode_to_legacy_u32(u32 *legacy, const unsigned long *modes)
{
	*legacy = modes[0];
	return !(modes[0] >> 32 | modes[1]);
}

#define __ETHTOOL_MODE(name, bit) SUPPORTED_##name = 1 << bit, ADVERTISED_##name = 1 << bit
enum {
	__ETHTOOL_MODE(10baseT_Half, 0), __ETHTOOL_MODE(10baseT_Full, 1), __ETHTOOL_MODE(100baseT_Half, 2),
	__ETHTOOL_MODE(100baseT_Full, 3), __ETHTOOL_MODE(1000baseT_Half, 4), __ETHTOOL_MODE(1000baseT_Full, 5),
	__ETHTOOL_MODE(Autoneg, 6), __ETHTOOL_MODE(TP, 7), __ETHTOOL_MODE(AUI, 8), __ETHTOOL_MODE(MII, 9),
	__ETHTOOL_MODE(FIBRE, 10), __ETHTOOL_MODE(BNC, 11), __ETHTOOL_MODE(10000baseT_Full, 12), __ETHTOOL_MODE(Pause, 13),
	__ETHTOOL_MODE(Asym_Pause, 14)
};

struct ethtool_drvinfo {
	__u32 cmd;
	char driver[32];
	char version[32];
	char fw_version[32];
	char bus_info[32];
	char erom_version[32];
	char reserved2[12];
	__u32 n_priv_flags;
	__u32 n_stats;
	__u32 testinfo_len;
	__u32 eedump_len;
	__u32 regdump_len;
};

struct ethtool_value {
	__u32 cmd;
	__u32 data;
};

struct ethtool_link_settings {
	__u32 cmd;
	__u32 speed;
	__u8 duplex, port, phy_address, autoneg, mdio_support, eth_tp_mdix, eth_tp_mdix_ctrl;
	__s8 link_mode_masks_nwords;
	__u8 transceiver, master_slave_cfg, master_slave_state, rate_matching;
	__u32 reserved[7];
	__u32 link_mode_masks[];
};
struct ethtool_link_ksettings {
	struct ethtool_link_settings base;
	struct {
		__ETHTOOL_DECLARE_LINK_MODE_MASK(supported);
		__ETHTOOL_DECLARE_LINK_MODE_MASK(advertising);
		__ETHTOOL_DECLARE_LINK_MODE_MASK(lp_advertising);
	} link_modes;
	u32 lanes;
};
struct ethtool_stats { __u32 cmd, n_stats; __u64 data[]; };
struct ethtool_gstrings { __u32 cmd, string_set, len; __u8 data[]; };
struct ethtool_perm_addr { __u32 cmd, size; __u8 data[]; };
struct ethtool_regs { __u32 cmd, version, len; __u8 data[]; };
struct ethtool_eeprom { __u32 cmd, magic, offset, len; __u8 data[]; };
struct ethtool_wolinfo { __u32 cmd, supported, wolopts; __u8 sopass[6]; };
struct ethtool_pauseparam { __u32 cmd, autoneg, rx_pause, tx_pause; };
struct ethtool_ringparam {
	__u32 cmd, rx_max_pending, rx_mini_max_pending, rx_jumbo_max_pending, tx_max_pending, rx_pending, rx_mini_pending,
		rx_jumbo_pending, tx_pending;
};
struct ethtool_coalesce {
	__u32 cmd, rx_coalesce_usecs, rx_max_coalesced_frames, rx_coalesce_usecs_irq, rx_max_coalesced_frames_irq, tx_coalesce_usecs,
		tx_max_coalesced_frames, tx_coalesce_usecs_irq, tx_max_coalesced_frames_irq, stats_block_coalesce_usecs,
		use_adaptive_rx_coalesce, use_adaptive_tx_coalesce, pkt_rate_low, rx_coalesce_usecs_low, rx_max_coalesced_frames_low,
		tx_coalesce_usecs_low, tx_max_coalesced_frames_low, pkt_rate_high, rx_coalesce_usecs_high,
		rx_max_coalesced_frames_high, tx_coalesce_usecs_high, tx_max_coalesced_frames_high, rate_sample_interval;
};
struct ethtool_ts_info { __u32 cmd, so_timestamping; __s32 phc_index; __u32 tx_types, tx_reserved[3], rx_filters, rx_reserved[3]; };
struct ethtool_test { __u32 cmd, flags, reserved, len; __u64 data[]; };
#define ETH_TEST_FL_OFFLINE (1 << 0)
#define ETH_TEST_FL_FAILED (1 << 1)
#define ETHTOOL_COALESCE_RX_USECS (1 << 0)
#define ETHTOOL_COALESCE_RX_MAX_FRAMES (1 << 1)
#define ETHTOOL_COALESCE_TX_USECS (1 << 4)
#define ETHTOOL_COALESCE_TX_MAX_FRAMES (1 << 5)
#define ETHTOOL_COALESCE_USECS (ETHTOOL_COALESCE_RX_USECS | ETHTOOL_COALESCE_TX_USECS)
#define ETHTOOL_COALESCE_MAX_FRAMES (ETHTOOL_COALESCE_RX_MAX_FRAMES | ETHTOOL_COALESCE_TX_MAX_FRAMES)

struct ethtool_channels;
struct ethtool_dump;
struct ethtool_fecparam;
struct ethtool_flash;
struct ethtool_link_ext_state_info;
struct ethtool_modinfo;
struct ethtool_module_eeprom;
struct ethtool_tunable;
struct ethtool_eee;
struct ethtool_pause_stats;
struct ethtool_rxnfc;
struct ethtool_ts_info;
struct kernel_ethtool_coalesce;
struct kernel_ethtool_ringparam;
struct netlink_ext_ack;

struct ethtool_ops {
	u32 supported_coalesce_params, supported_ring_params;
	void (*get_drvinfo)(struct net_device *dev, struct ethtool_drvinfo *info);
	int (*get_regs_len)(struct net_device *dev);
	void (*get_regs)(struct net_device *dev, struct ethtool_regs *regs, void *to);
	void (*get_wol)(struct net_device *dev, struct ethtool_wolinfo *wol);
	int (*set_wol)(struct net_device *dev, struct ethtool_wolinfo *wol);
	u32 (*get_msglevel)(struct net_device *dev);
	void (*set_msglevel)(struct net_device *dev, u32 level);
	int (*nway_reset)(struct net_device *dev);
	u32 (*get_link)(struct net_device *dev);
	int (*get_eeprom_len)(struct net_device *dev);
	int (*get_eeprom)(struct net_device *dev, struct ethtool_eeprom *eeprom, u8 *data);
	int (*set_eeprom)(struct net_device *dev, struct ethtool_eeprom *eeprom, u8 *data);
	int (*get_coalesce)(struct net_device *dev, struct ethtool_coalesce *coalesce, struct kernel_ethtool_coalesce *kernel,
			    struct netlink_ext_ack *ack);
	int (*set_coalesce)(struct net_device *dev, struct ethtool_coalesce *coalesce, struct kernel_ethtool_coalesce *kernel,
			    struct netlink_ext_ack *ack);
	void (*get_ringparam)(struct net_device *dev, struct ethtool_ringparam *ring, struct kernel_ethtool_ringparam *kernel,
			      struct netlink_ext_ack *ack);
	int (*set_ringparam)(struct net_device *dev, struct ethtool_ringparam *ring, struct kernel_ethtool_ringparam *kernel,
			     struct netlink_ext_ack *ack);
	void (*get_pause_stats)(struct net_device *dev, struct ethtool_pause_stats *stats);
	void (*get_pauseparam)(struct net_device *dev, struct ethtool_pauseparam *pause);
	int (*set_pauseparam)(struct net_device *dev, struct ethtool_pauseparam *pause);
	void (*self_test)(struct net_device *dev, struct ethtool_test *test, u64 *results);
	void (*get_strings)(struct net_device *dev, u32 set, u8 *to);
	int (*set_phys_id)(struct net_device *dev, enum ethtool_phys_id_state state);
	void (*get_ethtool_stats)(struct net_device *dev, struct ethtool_stats *stats, u64 *to);
	int (*begin)(struct net_device *dev);
	void (*complete)(struct net_device *dev);
	u32 (*get_priv_flags)(struct net_device *dev);
	int (*set_priv_flags)(struct net_device *dev, u32 flags);
	int (*get_sset_count)(struct net_device *dev, int set);
	int (*get_rxnfc)(struct net_device *dev, struct ethtool_rxnfc *rules, u32 *locations);
	int (*set_rxnfc)(struct net_device *dev, struct ethtool_rxnfc *rules);
	void (*get_channels)(struct net_device *dev, struct ethtool_channels *channels);
	int (*set_channels)(struct net_device *dev, struct ethtool_channels *channels);
	int (*get_link_ext_state)(struct net_device *dev, struct ethtool_link_ext_state_info *info);
	int (*flash_device)(struct net_device *dev, struct ethtool_flash *flash);
	int (*reset)(struct net_device *dev, u32 *flags);
	u32 (*get_rxfh_key_size)(struct net_device *dev);
	u32 (*get_rxfh_indir_size)(struct net_device *dev);
	int (*get_rxfh)(struct net_device *dev, u32 *table, u8 *key, u8 *function);
	int (*set_rxfh)(struct net_device *dev, const u32 *table, const u8 *key, const u8 function);
	int (*get_dump_flag)(struct net_device *dev, struct ethtool_dump *dump);
	int (*get_dump_data)(struct net_device *dev, struct ethtool_dump *dump, void *to);
	int (*set_dump)(struct net_device *dev, struct ethtool_dump *dump);
	int (*get_module_info)(struct net_device *dev, struct ethtool_modinfo *info);
	int (*get_module_eeprom)(struct net_device *dev, struct ethtool_eeprom *eeprom, u8 *data);
	int (*get_tunable)(struct net_device *dev, const struct ethtool_tunable *tunable, void *to);
	int (*set_tunable)(struct net_device *dev, const struct ethtool_tunable *tunable, const void *from);
	int (*get_per_queue_coalesce)(struct net_device *dev, u32 queue, struct ethtool_coalesce *coalesce);
	int (*set_per_queue_coalesce)(struct net_device *dev, u32 queue, struct ethtool_coalesce *coalesce);
	int (*get_fecparam)(struct net_device *dev, struct ethtool_fecparam *parameters);
	int (*set_fecparam)(struct net_device *dev, struct ethtool_fecparam *parameters);
	int (*get_ts_info)(struct net_device *dev, struct ethtool_ts_info *info);
	int (*get_eee)(struct net_device *dev, struct ethtool_eee *eee);
	int (*set_eee)(struct net_device *dev, struct ethtool_eee *eee);
	int (*get_link_ksettings)(struct net_device *dev, struct ethtool_link_ksettings *settings);
	int (*set_link_ksettings)(struct net_device *dev, const struct ethtool_link_ksettings *settings);
};

/* net/ethtool/ioctl.c */
u32 ethtool_op_get_link(struct net_device *dev);
/* Receiving in software, and no clock of its own. */
static inline int ethtool_op_get_ts_info(struct net_device *dev, struct ethtool_ts_info *info)
{
	info->so_timestamping = 1 << 1 | 1 << 3 | 1 << 4;
	info->phc_index = -1;
	return 0;
}
int __ethtool(struct net_device *dev, void __user *argument);

#endif
