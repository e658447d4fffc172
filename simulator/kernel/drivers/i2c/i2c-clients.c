/* Chips on an I2C bus: made from what a board, a driver or a program knows of them, or because something answered. */
#include <linux/err.h>
#include <linux/i2c.h>
#include <linux/slab.h>
#include <linux/string.h>

static int is_at_address(struct device *dev, void *address)
{
	struct i2c_client *client = i2c_verify_client(dev);

	return client && client->addr == *(int *)address ? -EBUSY : 0;
}

struct i2c_client *i2c_new_client_device(struct i2c_adapter *adapter, const struct i2c_board_info *info)
{
	struct i2c_client *client = kzalloc(sizeof(*client), GFP_KERNEL);
	int address = info->addr, error;

	if (!client)
		return ERR_PTR(-ENOMEM);
	client->adapter = adapter;
	client->flags = info->flags;
	client->addr = info->addr;
	client->init_irq = info->irq;
	strscpy(client->name, info->type, sizeof(client->name));
	if (client->flags & I2C_CLIENT_TEN || client->addr == 0 || client->addr > 0x7f) {
		dev_err(&adapter->dev, "Invalid %d-bit I2C address 0x%02hx\n", client->flags & I2C_CLIENT_TEN ? 10 : 7, client->addr);
		kfree(client);
		return ERR_PTR(-EINVAL);
	}
	error = device_for_each_child(&adapter->dev, &address, is_at_address);
	client->dev.platform_data = info->platform_data;
	client->dev.parent = &adapter->dev;
	client->dev.bus = &i2c_bus_type;
	client->dev.type = &i2c_client_type;
	client->dev.of_node = info->of_node;
	client->dev.fwnode = info->fwnode;
	if (info->dev_name)
		dev_set_name(&client->dev, "i2c-%s", info->dev_name);
	else
		dev_set_name(&client->dev, "%d-%04x", adapter->nr, client->addr);
	if (!error) {
		error = device_register(&client->dev);
		if (!error)
			return client;
	}
	dev_err(&adapter->dev, "Failed to register i2c client %s at 0x%02x (%d)\n", client->name, client->addr, error);
	kfree(client);
	return ERR_PTR(error);
}

void i2c_unregister_device(struct i2c_client *client)
{
	if (!IS_ERR_OR_NULL(client))
		device_unregister(&client->dev);
}

static int dummy_probe(struct i2c_client *client, const struct i2c_device_id *id)
{
	return 0;
}

static const struct i2c_device_id dummy_ids[] = { { "dummy", 0 }, {} };
static struct i2c_driver dummy_driver = { .driver.name = "dummy", .probe = dummy_probe, .id_table = dummy_ids };

struct i2c_client *i2c_new_dummy_device(struct i2c_adapter *adapter, u16 address)
{
	struct i2c_board_info info = { I2C_BOARD_INFO("dummy", address) };

	if (!dummy_driver.driver.bus)
		i2c_register_driver(NULL, &dummy_driver);
	return i2c_new_client_device(adapter, &info);
}

static void unregister_managed_client(void *client)
{
	i2c_unregister_device(client);
}

struct i2c_client *devm_i2c_new_dummy_device(struct device *dev, struct i2c_adapter *adapter, u16 address)
{
	struct i2c_client *client = i2c_new_dummy_device(adapter, address);
	int error = IS_ERR(client) ? 0 : devm_add_action_or_reset(dev, unregister_managed_client, client);

	return error ? ERR_PTR(error) : client;
}

static int i2c_answers(struct i2c_adapter *adapter, unsigned short address)
{
	union i2c_smbus_data data;

	return i2c_smbus_xfer(adapter, address, 0, I2C_SMBUS_WRITE, 0, I2C_SMBUS_QUICK, &data) >= 0;
}

struct i2c_client *i2c_new_scanned_device(struct i2c_adapter *adapter, struct i2c_board_info *info,
					  const unsigned short *addresses, int (*probe)(struct i2c_adapter *, unsigned short))
{
	for (; *addresses != I2C_CLIENT_END; addresses++)
		if (probe ? probe(adapter, *addresses) : i2c_answers(adapter, *addresses)) {
			info->addr = *addresses;
			return i2c_new_client_device(adapter, info);
		}
	return ERR_PTR(-ENODEV);
}
