/* Drivers meet devices of the device tree. */
#include <linux/of_device.h>
#include <linux/property.h>

const struct of_device_id *of_match_device(const struct of_device_id *matches, const struct device *dev)
{
	return matches && dev->of_node ? of_match_node(matches, dev->of_node) : NULL;
}

int of_driver_match_device(struct device *dev, const struct device_driver *driver)
{
	return of_match_device(driver->of_match_table, dev) != NULL;
}

const void *of_device_get_match_data(const struct device *dev)
{
	const struct of_device_id *match = dev->driver ? of_match_device(dev->driver->of_match_table, dev) : NULL;

	return match ? match->data : NULL;
}

const void *device_get_match_data(const struct device *dev)
{
	return of_device_get_match_data(dev);
}

int of_dma_configure(struct device *dev, struct device_node *node, bool force)
{
	if (of_property_read_bool(node, "dma-coherent"))
		dev->dma_coherent = true;
	return 0;
}
