/* Network interfaces that are given back when their driver leaves. */
#include <linux/etherdevice.h>

static void free_managed_netdev(struct device *dev, void *resource)
{
	free_netdev(*(struct net_device **)resource);
}

struct net_device *devm_alloc_etherdev_mqs(struct device *dev, int private_size, unsigned int tx, unsigned int rx)
{
	struct net_device **resource = devres_alloc(free_managed_netdev, sizeof(*resource), GFP_KERNEL);

	if (!resource)
		return NULL;
	*resource = alloc_etherdev_mqs(private_size, tx, rx);
	if (!*resource) {
		devres_free(resource);
		return NULL;
	}
	devres_add(dev, resource);
	return *resource;
}

static void unregister_managed_netdev(struct device *dev, void *resource)
{
	unregister_netdev(*(struct net_device **)resource);
}

int devm_register_netdev(struct device *dev, struct net_device *netdev)
{
	struct net_device **resource = devres_alloc(unregister_managed_netdev, sizeof(*resource), GFP_KERNEL);
	int error;

	if (!resource)
		return -ENOMEM;
	error = register_netdev(netdev);
	if (error) {
		devres_free(resource);
		return error;
	}
	*resource = netdev;
	devres_add(dev, resource);
	return 0;
}
