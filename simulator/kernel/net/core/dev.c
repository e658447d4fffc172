/* Network interfaces: their memory, names, registration and settings. */
#include <linux/etherdevice.h>
#include <linux/net.h>
#include <net/core.h>

LIST_HEAD(__all_netdevs);
static RAW_NOTIFIER_HEAD(netdev_chain);
/* 1 is the loopback interface, which is not modelled. */
static int last_ifindex = 1;

static void init_net(void)
{
	static bool done;

	if (done)
		return;
	done = true;
	__init_napi();
	open_softirq(NET_TX_SOFTIRQ, __run_tx_softirq);
	__packet_init();
}

int __tell_netdev(unsigned long event, struct net_device *dev)
{
	struct netdev_notifier_info info = { .dev = dev };

	return notifier_to_errno(raw_notifier_call_chain(&netdev_chain, event, &info));
}

/* Who comes late is told of all that is there. */
int register_netdevice_notifier(struct notifier_block *block)
{
	struct net_device *dev;
	int error;

	rtnl_lock();
	error = raw_notifier_chain_register(&netdev_chain, block);
	if (!error)
		list_for_each_entry(dev, &__all_netdevs, dev_list) {
			struct netdev_notifier_info info = { .dev = dev };

			block->notifier_call(block, NETDEV_REGISTER, &info);
			if (dev->flags & IFF_UP)
				block->notifier_call(block, NETDEV_UP, &info);
		}
	rtnl_unlock();
	return error;
}

int unregister_netdevice_notifier(struct notifier_block *block)
{
	int error;

	rtnl_lock();
	error = raw_notifier_chain_unregister(&netdev_chain, block);
	rtnl_unlock();
	return error;
}

static void init_addresses(struct net_device *dev)
{
	INIT_LIST_HEAD(&dev->uc.list);
	INIT_LIST_HEAD(&dev->mc.list);
	spin_lock_init(&dev->addr_list_lock);
	dev->dev_addr = dev->__dev_addr;
}

struct net_device *alloc_netdev_mqs(int private_size, const char *name, unsigned char name_assign_type,
				    void (*setup)(struct net_device *dev), unsigned int tx_queues, unsigned int rx_queues)
{
	struct net_device *dev;

	BUG_ON(strlen(name) >= IFNAMSIZ);
	if (tx_queues < 1 || rx_queues < 1) {
		pr_err("alloc_netdev: Unable to allocate device with zero queues\n");
		return NULL;
	}
	dev = kvzalloc(ALIGN(sizeof(*dev), NETDEV_ALIGN) + private_size, GFP_KERNEL);
	if (!dev)
		return NULL;
	dev->_tx = kvzalloc(tx_queues * sizeof(*dev->_tx), GFP_KERNEL);
	if (!dev->_tx) {
		kvfree(dev);
		return NULL;
	}
	dev->num_tx_queues = dev->real_num_tx_queues = tx_queues;
	dev->num_rx_queues = dev->real_num_rx_queues = rx_queues;
	dev->gso_max_size = 65536;
	dev->name_assign_type = name_assign_type;
	atomic_set(&dev->refcount, 1);
	INIT_LIST_HEAD(&dev->napi_list);
	INIT_LIST_HEAD(&dev->linkwatch_list);
	init_addresses(dev);
	__init_tx_queues(dev);
	init_net();
	setup(dev);
	strscpy(dev->name, name, IFNAMSIZ);
	return dev;
}

static void flush_addresses(struct netdev_hw_addr_list *list)
{
	struct netdev_hw_addr *address, *next;

	list_for_each_entry_safe(address, next, &list->list, list) {
		list_del(&address->list);
		kfree(address);
	}
	list->count = 0;
}

void free_netdev(struct net_device *dev)
{
	struct napi_struct *napi, *next;

	might_sleep();
	if (dev->reg_state == NETREG_UNREGISTERING) {
		ASSERT_RTNL();
		dev->needs_free_netdev = true;
		return;
	}
	kvfree(dev->_tx);
	flush_addresses(&dev->uc);
	flush_addresses(&dev->mc);
	list_for_each_entry_safe(napi, next, &dev->napi_list, dev_list)
		netif_napi_del(napi);
	if (dev->reg_state == NETREG_UNINITIALIZED) {
		kvfree(dev);
		return;
	}
	BUG_ON(dev->reg_state != NETREG_UNREGISTERED);
	dev->reg_state = NETREG_RELEASED;
	put_device(&dev->dev);
}

struct net_device *__dev_get_by_name(void *net, const char *name)
{
	struct net_device *dev;

	list_for_each_entry(dev, &__all_netdevs, dev_list)
		if (!strncmp(dev->name, name, IFNAMSIZ))
			return dev;
	return NULL;
}

struct net_device *dev_get_by_name(void *net, const char *name)
{
	struct net_device *dev = __dev_get_by_name(net, name);

	dev_hold(dev);
	return dev;
}

struct net_device *dev_get_by_index(void *net, int index)
{
	struct net_device *dev, *found = NULL;

	rcu_read_lock();
	list_for_each_entry_rcu(dev, &__all_netdevs, dev_list)
		if (dev->ifindex == index)
			found = dev;
	dev_hold(found);
	rcu_read_unlock();
	return found;
}

/* With one %d: the lowest number that is free. */
static int choose_name(struct net_device *dev)
{
	const char *percent = strchr(dev->name, '%');
	char pattern[IFNAMSIZ];

	if (!dev->name[0] || strchr(dev->name, '/') || strchr(dev->name, ':') || strchr(dev->name, ' '))
		return -EINVAL;
	if (!percent)
		return __dev_get_by_name(NULL, dev->name) ? -EEXIST : 0;
	if (percent[1] != 'd' || strchr(percent + 2, '%'))
		return -EINVAL;
	strscpy(pattern, dev->name, IFNAMSIZ);
	for (int number = 0; number < 8 * (int)PAGE_SIZE; number++) {
		char name[IFNAMSIZ];

		snprintf(name, IFNAMSIZ, pattern, number);
		if (__dev_get_by_name(NULL, name))
			continue;
		strscpy(dev->name, name, IFNAMSIZ);
		return 0;
	}
	return -ENFILE;
}

static int add_device(struct net_device *dev)
{
	int error = __netdev_sysfs_add(dev);

	/* Its device is there: free_netdev() ends that. */
	if (error) {
		dev->reg_state = NETREG_UNREGISTERED;
		return error;
	}
	dev->reg_state = NETREG_REGISTERED;
	set_bit(__LINK_STATE_PRESENT, &dev->state);
	if (!netif_carrier_ok(dev))
		__refresh_operstate(dev);
	dev_hold(dev);
	list_add_tail_rcu(&dev->dev_list, &__all_netdevs);
	memcpy(dev->perm_addr, dev->dev_addr, dev->addr_len);
	return __tell_netdev(NETDEV_REGISTER, dev);
}

int register_netdevice(struct net_device *dev)
{
	int error;

	ASSERT_RTNL();
	BUG_ON(dev->reg_state != NETREG_UNINITIALIZED);
	error = choose_name(dev);
	if (error)
		return error;
	if (dev->netdev_ops->ndo_init)
		error = dev->netdev_ops->ndo_init(dev);
	if (error)
		return error > 0 ? -EIO : error;
	dev->ifindex = ++last_ifindex;
	dev->features |= NETIF_F_GSO | NETIF_F_GRO;
	dev->wanted_features = dev->features;
	error = add_device(dev);
	if (error && dev->netdev_ops->ndo_uninit)
		dev->netdev_ops->ndo_uninit(dev);
	return error;
}

int register_netdev(struct net_device *dev)
{
	int error;

	rtnl_lock();
	error = register_netdevice(dev);
	rtnl_unlock();
	return error;
}

/* Of the last reference only what registered it is left. */
static void wait_for_references(struct net_device *dev)
{
	unsigned int waited = 0;

	while (atomic_read(&dev->refcount) > 1) {
		msleep(250);
		if (++waited % 40 == 0)
			pr_emerg("unregister_netdevice: waiting for %s to become free. Usage count = %d\n", dev->name,
				 atomic_read(&dev->refcount));
	}
}

void unregister_netdevice(struct net_device *dev)
{
	ASSERT_RTNL();
	if (dev->reg_state == NETREG_UNINITIALIZED) {
		pr_debug("unregister_netdevice: device %s/%p never was registered\n", dev->name, dev);
		WARN_ON(1);
		return;
	}
	dev_close(dev);
	list_del_rcu(&dev->dev_list);
	dev->reg_state = NETREG_UNREGISTERING;
	__linkwatch_forget(dev);
	synchronize_net();
	__tell_netdev(NETDEV_UNREGISTER, dev);
	if (dev->netdev_ops->ndo_uninit)
		dev->netdev_ops->ndo_uninit(dev);
	__netdev_sysfs_remove(dev);
	dev_put(dev);
	wait_for_references(dev);
	dev->reg_state = NETREG_UNREGISTERED;
	if (dev->priv_destructor)
		dev->priv_destructor(dev);
	if (dev->needs_free_netdev)
		free_netdev(dev);
}

void unregister_netdev(struct net_device *dev)
{
	rtnl_lock();
	unregister_netdevice(dev);
	rtnl_unlock();
}

static int check_mtu(struct net_device *dev, int mtu)
{
	bool small = mtu < 0 || mtu < (int)dev->min_mtu;

	if (!small && (!dev->max_mtu || mtu <= (int)dev->max_mtu))
		return 0;
	if (net_ratelimit())
		pr_err("%s: mtu %s\n", dev->name, small ? "less than device minimum" : "greater than device maximum");
	return -EINVAL;
}

int dev_set_mtu(struct net_device *dev, int mtu)
{
	int error = 0;

	if (mtu == (int)dev->mtu)
		return 0;
	error = check_mtu(dev, mtu);
	if (error)
		return error;
	if (!netif_device_present(dev))
		return -ENODEV;
	if (dev->netdev_ops->ndo_change_mtu)
		error = dev->netdev_ops->ndo_change_mtu(dev, mtu);
	else
		dev->mtu = mtu;
	if (!error)
		__tell_netdev(NETDEV_CHANGEMTU, dev);
	return error;
}

int dev_set_mac_address(struct net_device *dev, struct sockaddr *address, void *extack)
{
	int error;

	if (!dev->netdev_ops->ndo_set_mac_address)
		return -EOPNOTSUPP;
	if (address->sa_family != dev->type)
		return -EINVAL;
	if (!netif_device_present(dev))
		return -ENODEV;
	error = dev->netdev_ops->ndo_set_mac_address(dev, address);
	if (!error)
		__tell_netdev(NETDEV_CHANGEADDR, dev);
	return error;
}

void dev_addr_mod(struct net_device *dev, unsigned int offset, const void *address, size_t length)
{
	memcpy(&dev->__dev_addr[offset], address, length);
}

int netif_set_real_num_tx_queues(struct net_device *dev, unsigned int count)
{
	if (count < 1 || count > dev->num_tx_queues)
		return -EINVAL;
	dev->real_num_tx_queues = count;
	return 0;
}

int netif_set_real_num_rx_queues(struct net_device *dev, unsigned int count)
{
	if (count < 1 || count > dev->num_rx_queues)
		return -EINVAL;
	dev->real_num_rx_queues = count;
	return 0;
}

static const char *registration_of(const struct net_device *dev)
{
	static const char *const words[] = { " (uninitialized)", "", " (unregistering)", " (unregistered)",
					     " (released)" };

	return words[dev->reg_state];
}

void netdev_printk(const char *level, const struct net_device *dev, const char *fmt, ...)
{
	struct va_format text;
	va_list arguments;

	va_start(arguments, fmt);
	text.fmt = fmt;
	text.va = &arguments;
	if (dev && dev->dev.parent)
		dev_printk(level, dev->dev.parent, "%s%s: %pV", netdev_name(dev), registration_of(dev), &text);
	else if (dev)
		printk("%s%s%s: %pV", level, netdev_name(dev), registration_of(dev), &text);
	else
		printk("%s(NULL net_device): %pV", level, &text);
	va_end(arguments);
}
