/* What `ethtool` asks a driver: who it is, whether there is a link. Other questions of it are refused. */
#ifndef _LINUX_ETHTOOL_H
#define _LINUX_ETHTOOL_H

#include <linux/types.h>

struct net_device;

#define ETHTOOL_GDRVINFO 0x00000003
#define ETHTOOL_GLINK 0x0000000a

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

struct ethtool_ops {
	void (*get_drvinfo)(struct net_device *dev, struct ethtool_drvinfo *info);
	u32 (*get_link)(struct net_device *dev);
	u32 (*get_msglevel)(struct net_device *dev);
	void (*set_msglevel)(struct net_device *dev, u32 level);
};

/* net/core/dev_ioctl.c */
u32 ethtool_op_get_link(struct net_device *dev);

#endif
