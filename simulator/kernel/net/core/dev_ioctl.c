/* Interfaces by ioctl() on a socket: flags, numbers, addresses, what ethtool asks. */
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <linux/uaccess.h>
#include <net/core.h>

static int get(struct net_device *dev, unsigned int command, struct ifreq *request)
{
	switch (command) {
	case SIOCGIFFLAGS: request->ifr_flags = (short)dev_get_flags(dev); return 0;
	case SIOCGIFMTU: request->ifr_mtu = dev->mtu; return 0;
	case SIOCGIFINDEX: request->ifr_ifindex = dev->ifindex; return 0;
	case SIOCGIFMAP:
		memset(&request->ifr_map, 0, sizeof(request->ifr_map));
		request->ifr_map.mem_start = dev->mem_start;
		request->ifr_map.mem_end = dev->mem_end;
		request->ifr_map.base_addr = (unsigned short)dev->base_addr;
		request->ifr_map.irq = (unsigned char)dev->irq;
		return 0;
	case SIOCGIFTXQLEN: request->ifr_qlen = dev->tx_queue_len; return 0;
	case SIOCGIFHWADDR:
		memset(request->ifr_hwaddr.sa_data, 0, sizeof(request->ifr_hwaddr.sa_data));
		memcpy(request->ifr_hwaddr.sa_data, dev->dev_addr, dev->addr_len);
		request->ifr_hwaddr.sa_family = dev->type;
		return 0;
	default: return -ENOTTY;
	}
}

static int ask_driver(struct net_device *dev, unsigned int command, struct ifreq *request)
{
	const struct net_device_ops *ops = dev->netdev_ops;

	if (!netif_device_present(dev))
		return -ENODEV;
	if (command >= SIOCDEVPRIVATE)
		return ops->ndo_siocdevprivate ? ops->ndo_siocdevprivate(dev, request, request->ifr_data, command) :
						 -EOPNOTSUPP;
	return ops->ndo_eth_ioctl ? ops->ndo_eth_ioctl(dev, request, command) : -EOPNOTSUPP;
}

static int change(struct net_device *dev, unsigned int command, struct ifreq *request)
{
	switch (command) {
	case SIOCSIFFLAGS: return dev_change_flags(dev, (unsigned short)request->ifr_flags, NULL);
	case SIOCSIFMTU: return dev_set_mtu(dev, request->ifr_mtu);
	case SIOCSIFHWADDR: return dev_set_mac_address(dev, &request->ifr_hwaddr, NULL);
	case SIOCSIFTXQLEN:
		if (request->ifr_qlen < 0)
			return -EINVAL;
		dev->tx_queue_len = request->ifr_qlen;
		return 0;
	case SIOCSIFMAP:
		if (!dev->netdev_ops->ndo_set_config)
			return -EOPNOTSUPP;
		return netif_device_present(dev) ? dev->netdev_ops->ndo_set_config(dev, &request->ifr_map) : -ENODEV;
	case SIOCETHTOOL: return __ethtool(dev, request->ifr_data);
	case SIOCGMIIPHY:
	case SIOCGMIIREG:
	case SIOCSMIIREG: return ask_driver(dev, command, request);
	default:
		return command >= SIOCDEVPRIVATE && command < SIOCDEVPRIVATE + 16 ? ask_driver(dev, command, request) :
										   -ENOTTY;
	}
}

/* -ENOTTY for what is no command of interfaces. */
int dev_ioctl(unsigned int command, struct ifreq *request)
{
	struct net_device *dev;
	int error;

	request->ifr_name[IFNAMSIZ - 1] = 0;
	rtnl_lock();
	if (command == SIOCGIFNAME) {
		dev = dev_get_by_index(NULL, request->ifr_ifindex);
		if (dev)
			strscpy(request->ifr_name, dev->name, IFNAMSIZ);
		dev_put(dev);
		error = dev ? 0 : -ENODEV;
	} else {
		dev = __dev_get_by_name(NULL, request->ifr_name);
		error = dev ? get(dev, command, request) : -ENODEV;
		if (error == -ENOTTY)
			error = change(dev, command, request);
	}
	rtnl_unlock();
	return error;
}
