/* The I2C bus: adapters by number, chips by address, and the drivers they are matched to. */
#include <linux/err.h>
#include <linux/i2c.h>
#include <linux/of_device.h>
#include <linux/of_irq.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

const struct i2c_device_id *i2c_match_id(const struct i2c_device_id *id, const struct i2c_client *client)
{
	for (; id && client && id->name[0]; id++)
		if (!strcmp(client->name, id->name))
			return id;
	return NULL;
}

const struct i2c_device_id *i2c_client_get_device_id(const struct i2c_client *client)
{
	return i2c_match_id(to_i2c_driver(client->dev.driver)->id_table, client);
}

const void *i2c_get_match_data(const struct i2c_client *client)
{
	const void *data = device_get_match_data(&client->dev);
	const struct i2c_device_id *id = data ? NULL : i2c_client_get_device_id(client);

	return data ? data : id ? (const void *)id->driver_data : NULL;
}

static int i2c_device_match(struct device *dev, struct device_driver *driver)
{
	struct i2c_client *client = i2c_verify_client(dev);

	if (!client)
		return 0;
	return of_driver_match_device(dev, driver) || i2c_match_id(to_i2c_driver(driver)->id_table, client);
}

static int i2c_device_probe(struct device *dev)
{
	struct i2c_client *client = to_i2c_client(dev);
	struct i2c_driver *driver = to_i2c_driver(dev->driver);

	client->irq = client->init_irq;
	if (!client->irq && dev->of_node) {
		client->irq = of_irq_get(dev->of_node, 0);
		if (client->irq < 0)
			client->irq = 0;
	}
	if (!driver->id_table && !of_match_device(dev->driver->of_match_table, dev))
		return -ENODEV;
	if (driver->probe_new)
		return driver->probe_new(client);
	return driver->probe ? driver->probe(client, i2c_match_id(driver->id_table, client)) : -EINVAL;
}

static void i2c_device_remove(struct device *dev)
{
	struct i2c_driver *driver = to_i2c_driver(dev->driver);

	if (driver->remove)
		driver->remove(to_i2c_client(dev));
}

static void i2c_device_shutdown(struct device *dev)
{
	struct i2c_client *client = i2c_verify_client(dev);

	if (client && dev->driver && to_i2c_driver(dev->driver)->shutdown)
		to_i2c_driver(dev->driver)->shutdown(client);
}

struct bus_type i2c_bus_type = {
	.name = "i2c",
	.match = i2c_device_match,
	.probe = i2c_device_probe,
	.remove = i2c_device_remove,
	.shutdown = i2c_device_shutdown,
};

static void i2c_bus_init(void)
{
	static bool done;

	if (!done)
		(void)bus_register(&i2c_bus_type);
	done = true;
}

static ssize_t i2c_name_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%s\n", dev->type == &i2c_client_type ? to_i2c_client(dev)->name : to_i2c_adapter(dev)->name);
}
static struct device_attribute i2c_name_attr = __ATTR(name, 0444, i2c_name_show, NULL);

static ssize_t i2c_modalias_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "i2c:%s\n", to_i2c_client(dev)->name);
}
static struct device_attribute i2c_modalias_attr = __ATTR(modalias, 0444, i2c_modalias_show, NULL);

static ssize_t new_device_store(struct device *dev, struct device_attribute *attribute, const char *buffer, size_t count)
{
	struct i2c_board_info info = {};
	struct i2c_client *client;
	int address;

	if (sscanf(buffer, "%19s %i", info.type, &address) != 2) {
		dev_err(dev, "%s: Can't parse I2C address\n", "new_device");
		return -EINVAL;
	}
	info.addr = address;
	client = i2c_new_client_device(to_i2c_adapter(dev), &info);
	if (IS_ERR(client))
		return PTR_ERR(client);
	list_add_tail(&client->detected, &to_i2c_adapter(dev)->userspace_clients);
	dev_info(dev, "%s: Instantiated device %s at 0x%02hx\n", "new_device", info.type, info.addr);
	return count;
}
static struct device_attribute i2c_new_device_attr = __ATTR(new_device, 0200, NULL, new_device_store);

static ssize_t delete_device_store(struct device *dev, struct device_attribute *attribute, const char *buffer, size_t count)
{
	struct i2c_client *client, *next;
	int address;

	if (kstrtoint(buffer, 0, &address))
		return -EINVAL;
	list_for_each_entry_safe(client, next, &to_i2c_adapter(dev)->userspace_clients, detected)
		if (client->addr == address) {
			dev_info(dev, "%s: Deleting device %s at 0x%02hx\n", "delete_device", client->name, client->addr);
			list_del(&client->detected);
			i2c_unregister_device(client);
			return count;
		}
	dev_err(dev, "%s: Can't find device in list\n", "delete_device");
	return -ENOENT;
}
static struct device_attribute i2c_delete_device_attr = __ATTR(delete_device, 0200, NULL, delete_device_store);

static struct attribute *i2c_client_attrs[] = { &i2c_name_attr.attr, &i2c_modalias_attr.attr, NULL };
static const struct attribute_group i2c_client_group = { .attrs = i2c_client_attrs };
static const struct attribute_group *i2c_client_groups[] = { &i2c_client_group, NULL };
static struct attribute *i2c_adapter_attrs[] = { &i2c_name_attr.attr, &i2c_new_device_attr.attr, &i2c_delete_device_attr.attr, NULL };
static const struct attribute_group i2c_adapter_group = { .attrs = i2c_adapter_attrs };
static const struct attribute_group *i2c_adapter_groups[] = { &i2c_adapter_group, NULL };

static int i2c_client_uevent(struct device *dev, struct kobj_uevent_env *env)
{
	return add_uevent_var(env, "MODALIAS=i2c:%s", to_i2c_client(dev)->name);
}

static void release_i2c_client(struct device *dev)
{
	kfree(to_i2c_client(dev));
}

static void release_i2c_adapter(struct device *dev)
{
	complete(&to_i2c_adapter(dev)->dev_released);
}

struct device_type i2c_client_type = {
	.name = NULL, .groups = i2c_client_groups, .uevent = i2c_client_uevent, .release = release_i2c_client,
};
struct device_type i2c_adapter_type = { .groups = i2c_adapter_groups, .release = release_i2c_adapter };

struct i2c_client *i2c_verify_client(struct device *dev)
{
	return dev->type == &i2c_client_type ? to_i2c_client(dev) : NULL;
}

/* What the device tree has below the adapter's node. */
static void register_children(struct i2c_adapter *adapter)
{
	struct device_node *node;

	if (!adapter->dev.of_node)
		return;
	for_each_available_child_of_node(adapter->dev.of_node, node) {
		struct i2c_board_info info = { .of_node = of_node_get(node) };
		const char *compatible, *comma;
		u32 address;

		if (of_property_read_u32(node, "reg", &address) || of_property_read_string(node, "compatible", &compatible)) {
			dev_err(&adapter->dev, "of_i2c: modalias failure on %pOF\n", node);
			continue;
		}
		comma = strchr(compatible, ',');
		strscpy(info.type, comma ? comma + 1 : compatible, sizeof(info.type));
		info.addr = address;
		if (IS_ERR(i2c_new_client_device(adapter, &info)))
			dev_err(&adapter->dev, "Failed to create I2C device for %pOF\n", node);
	}
}

static int has_number(struct device *dev, void *number)
{
	return dev->type == &i2c_adapter_type && to_i2c_adapter(dev)->nr == *(int *)number;
}

struct i2c_adapter *i2c_get_adapter(int nr)
{
	struct device *dev;

	i2c_bus_init();
	dev = bus_find_device(&i2c_bus_type, NULL, &nr, (void *)has_number);
	if (!dev)
		return NULL;
	if (!try_module_get(to_i2c_adapter(dev)->owner)) {
		put_device(dev);
		return NULL;
	}
	return to_i2c_adapter(dev);
}

void i2c_put_adapter(struct i2c_adapter *adapter)
{
	if (!adapter)
		return;
	module_put(adapter->owner);
	put_device(&adapter->dev);
}

static int register_adapter(struct i2c_adapter *adapter)
{
	int error;

	if (WARN(!adapter->name[0], "i2c adapter has no name") || !adapter->algo) {
		if (adapter->name[0])
			pr_err("i2c-core: adapter '%s': no algo supplied!\n", adapter->name);
		return -EINVAL;
	}
	mutex_init(&adapter->__bus_lock);
	INIT_LIST_HEAD(&adapter->userspace_clients);
	init_completion(&adapter->dev_released);
	if (!adapter->timeout)
		adapter->timeout = HZ;
	dev_set_name(&adapter->dev, "i2c-%d", adapter->nr);
	adapter->dev.bus = &i2c_bus_type;
	adapter->dev.type = &i2c_adapter_type;
	error = device_register(&adapter->dev);
	if (error) {
		pr_err("i2c-core: adapter '%s': can't register device (%d)\n", adapter->name, error);
		return error;
	}
	register_children(adapter);
	return 0;
}

static bool number_taken(int nr)
{
	struct device *dev = bus_find_device(&i2c_bus_type, NULL, &nr, (void *)has_number);

	put_device(dev);
	return dev != NULL;
}

int i2c_add_adapter(struct i2c_adapter *adapter)
{
	i2c_bus_init();
	for (adapter->nr = 0; number_taken(adapter->nr); adapter->nr++)
		;
	return register_adapter(adapter);
}

int i2c_add_numbered_adapter(struct i2c_adapter *adapter)
{
	if (adapter->nr == -1)
		return i2c_add_adapter(adapter);
	i2c_bus_init();
	return number_taken(adapter->nr) ? -EBUSY : register_adapter(adapter);
}

static int unregister_client(struct device *dev, void *unused)
{
	i2c_unregister_device(i2c_verify_client(dev));
	return 0;
}

/* Waits until nobody holds it any more. */
void i2c_del_adapter(struct i2c_adapter *adapter)
{
	device_for_each_child(&adapter->dev, NULL, unregister_client);
	device_unregister(&adapter->dev);
	wait_for_completion(&adapter->dev_released);
	memset(&adapter->dev, 0, sizeof(adapter->dev));
}

static void del_managed_adapter(void *adapter)
{
	i2c_del_adapter(adapter);
}

int devm_i2c_add_adapter(struct device *dev, struct i2c_adapter *adapter)
{
	int error = i2c_add_adapter(adapter);

	return error ? error : devm_add_action_or_reset(dev, del_managed_adapter, adapter);
}

int i2c_register_driver(struct module *owner, struct i2c_driver *driver)
{
	i2c_bus_init();
	driver->driver.owner = owner;
	driver->driver.bus = &i2c_bus_type;
	INIT_LIST_HEAD(&driver->clients);
	return driver_register(&driver->driver);
}

void i2c_del_driver(struct i2c_driver *driver)
{
	driver_unregister(&driver->driver);
}

int i2c_for_each_dev(void *data, int (*fn)(struct device *dev, void *data))
{
	i2c_bus_init();
	return bus_for_each_dev(&i2c_bus_type, NULL, data, fn);
}

void i2c_parse_fw_timings(struct device *dev, struct i2c_timings *timings, bool use_defaults)
{
	u32 frequency;

	if (!device_property_read_u32(dev, "clock-frequency", &frequency))
		timings->bus_freq_hz = frequency;
	else if (use_defaults)
		timings->bus_freq_hz = I2C_MAX_STANDARD_MODE_FREQ;
}
