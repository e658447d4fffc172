/* The SPI bus: devices on chip selects, as a device tree or a board describes them, and the drivers they are matched to. */
#include <linux/module.h>
#include <linux/of.h>
#include <linux/of_device.h>
#include <linux/of_irq.h>
#include <linux/property.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "kernel/drivers/spi/spi-core.h"

static const struct spi_device_id *spi_id_named(const struct spi_device_id *id, const char *name)
{
	for (; id && id->name[0]; id++)
		if (!strcmp(name, id->name))
			return id;
	return NULL;
}

const struct spi_device_id *spi_get_device_id(const struct spi_device *spi)
{
	return spi_id_named(to_spi_driver(spi->dev.driver)->id_table, spi->modalias);
}

const void *spi_get_device_match_data(const struct spi_device *spi)
{
	const void *match = device_get_match_data(&spi->dev);
	const struct spi_device_id *id = match ? NULL : spi_get_device_id(spi);

	return match ? match : id ? (const void *)id->driver_data : NULL;
}

static int spi_match_device(struct device *dev, struct device_driver *driver)
{
	const struct spi_device *spi = to_spi_device(dev);
	const struct spi_driver *own = to_spi_driver(driver);

	if (spi->driver_override)
		return !strcmp(spi->driver_override, driver->name);
	if (of_driver_match_device(dev, driver))
		return 1;
	return own->id_table ? !!spi_id_named(own->id_table, spi->modalias) : !strcmp(spi->modalias, driver->name);
}

static int spi_probe_device(struct device *dev)
{
	struct spi_device *spi = to_spi_device(dev);

	if (dev->of_node) {
		spi->irq = of_irq_get(dev->of_node, 0);
		if (spi->irq < 0)
			spi->irq = 0;
	}
	return to_spi_driver(dev->driver)->probe ? to_spi_driver(dev->driver)->probe(spi) : 0;
}

static void spi_remove_device(struct device *dev)
{
	if (to_spi_driver(dev->driver)->remove)
		to_spi_driver(dev->driver)->remove(to_spi_device(dev));
}

static void spi_shutdown_device(struct device *dev)
{
	if (dev->driver && to_spi_driver(dev->driver)->shutdown)
		to_spi_driver(dev->driver)->shutdown(to_spi_device(dev));
}

static int spi_device_uevent(struct device *dev, struct kobj_uevent_env *env)
{
	return add_uevent_var(env, "MODALIAS=%s%s", SPI_MODULE_PREFIX, to_spi_device(dev)->modalias);
}

static ssize_t show_spi_modalias(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%s%s\n", SPI_MODULE_PREFIX, to_spi_device(dev)->modalias);
}

static struct device_attribute spi_modalias_attribute = __ATTR(modalias, 0444, show_spi_modalias, NULL);
static struct attribute *spi_dev_attrs[] = { &spi_modalias_attribute.attr, NULL };
ATTRIBUTE_GROUPS(spi_dev);

struct bus_type spi_bus_type = {
	.name = "spi",
	.dev_groups = spi_dev_groups,
	.match = spi_match_device,
	.uevent = spi_device_uevent,
	.probe = spi_probe_device,
	.remove = spi_remove_device,
	.shutdown = spi_shutdown_device,
};

/* The bus exists from its first user on, so that machines without SPI do not compile it. */
void __spi_bus_init(void)
{
	static bool done;

	if (done)
		return;
	done = true;
	(void)bus_register(&spi_bus_type);
	(void)__atmel_spi_init();
}

static void warn_of_missing_ids(const struct spi_driver *driver)
{
	const struct of_device_id *id = driver->driver.of_match_table;

	for (; id && id->compatible[0]; id++) {
		const char *comma = strchr(id->compatible, ','), *name = comma ? comma + 1 : id->compatible;

		if (driver->id_table ? spi_id_named(driver->id_table, name) != NULL : !strcmp(driver->driver.name, name))
			continue;
		pr_warn("SPI driver %s has no spi_device_id for %s\n", driver->driver.name, id->compatible);
	}
}

int __spi_register_driver(struct module *owner, struct spi_driver *driver)
{
	__spi_bus_init();
	driver->driver.owner = owner;
	driver->driver.bus = &spi_bus_type;
	warn_of_missing_ids(driver);
	return driver_register(&driver->driver);
}

static void release_spi_device(struct device *dev)
{
	struct spi_device *spi = to_spi_device(dev);

	spi_controller_put(spi->controller);
	kfree(spi);
}

struct spi_device *spi_alloc_device(struct spi_controller *ctlr)
{
	struct spi_device *spi;

	if (!spi_controller_get(ctlr))
		return NULL;
	spi = kzalloc(sizeof(*spi), GFP_KERNEL);
	if (!spi) {
		spi_controller_put(ctlr);
		return NULL;
	}
	spi->master = spi->controller = ctlr;
	spi->dev.parent = &ctlr->dev;
	spi->dev.bus = &spi_bus_type;
	spi->dev.release = release_spi_device;
	spi->mode = ctlr->buswidth_override_bits;
	device_initialize(&spi->dev);
	return spi;
}

static int is_on_same_select(struct device *dev, void *data)
{
	struct spi_device *spi = to_spi_device(dev), *other = data;

	return spi->controller == other->controller && spi->chip_select == other->chip_select ? -EBUSY : 0;
}

static void cleanup_spi_device(struct spi_device *spi)
{
	if (spi->controller->cleanup)
		spi->controller->cleanup(spi);
}

static int add_on_free_select(struct spi_device *spi)
{
	struct spi_controller *ctlr = spi->controller;
	struct device *dev = ctlr->dev.parent;
	int status = bus_for_each_dev(&spi_bus_type, NULL, spi, is_on_same_select);

	if (status) {
		dev_err(dev, "chipselect %d already in use\n", spi->chip_select);
		return status;
	}
	if (ctlr->cs_gpiods)
		spi->cs_gpiod = ctlr->cs_gpiods[spi->chip_select];
	status = spi_setup(spi);
	if (status < 0) {
		dev_err(dev, "can't setup %s, status %d\n", dev_name(&spi->dev), status);
		return status;
	}
	status = device_add(&spi->dev);
	if (status < 0) {
		dev_err(dev, "can't add %s, status %d\n", dev_name(&spi->dev), status);
		cleanup_spi_device(spi);
	}
	return status;
}

int spi_add_device(struct spi_device *spi)
{
	struct spi_controller *ctlr = spi->controller;
	int status;

	if (spi->chip_select >= ctlr->num_chipselect) {
		dev_err(ctlr->dev.parent, "cs%d >= max %d\n", spi->chip_select, ctlr->num_chipselect);
		return -EINVAL;
	}
	dev_set_name(&spi->dev, "%s.%u", dev_name(&ctlr->dev), spi->chip_select);
	mutex_lock(&ctlr->add_lock);
	status = add_on_free_select(spi);
	mutex_unlock(&ctlr->add_lock);
	return status;
}

struct spi_device *spi_new_device(struct spi_controller *ctlr, struct spi_board_info *chip)
{
	struct spi_device *spi = spi_alloc_device(ctlr);

	if (!spi)
		return NULL;
	WARN_ON(strlen(chip->modalias) >= sizeof(spi->modalias));
	spi->chip_select = chip->chip_select;
	spi->max_speed_hz = chip->max_speed_hz;
	spi->mode = chip->mode;
	spi->irq = chip->irq;
	strscpy(spi->modalias, chip->modalias, sizeof(spi->modalias));
	spi->dev.platform_data = (void *)chip->platform_data;
	spi->controller_data = chip->controller_data;
	if (spi_add_device(spi) < 0) {
		spi_dev_put(spi);
		return NULL;
	}
	return spi;
}

void spi_unregister_device(struct spi_device *spi)
{
	if (!spi)
		return;
	device_del(&spi->dev);
	cleanup_spi_device(spi);
	put_device(&spi->dev);
}

static const struct {
	const char *property;
	u32 mode;
} spi_mode_properties[] = {
	{ "spi-cpha", SPI_CPHA },
	{ "spi-cpol", SPI_CPOL },
	{ "spi-3wire", SPI_3WIRE },
	{ "spi-lsb-first", SPI_LSB_FIRST },
	{ "spi-cs-high", SPI_CS_HIGH },
};

static int read_spi_properties(struct spi_controller *ctlr, struct spi_device *spi, struct device_node *node)
{
	u32 value;
	int error, i;

	for (i = 0; i < ARRAY_SIZE(spi_mode_properties); i++)
		if (of_property_read_bool(node, spi_mode_properties[i].property))
			spi->mode |= spi_mode_properties[i].mode;
	error = of_property_read_u32(node, "reg", &value);
	if (error) {
		dev_err(&ctlr->dev, "%pOF has no valid 'reg' property (%d)\n", node, error);
		return error;
	}
	spi->chip_select = value;
	if (!of_property_read_u32(node, "spi-max-frequency", &value))
		spi->max_speed_hz = value;
	return 0;
}

static int register_spi_node(struct spi_controller *ctlr, struct device_node *node)
{
	struct spi_device *spi = spi_alloc_device(ctlr);
	int error;

	if (!spi) {
		dev_err(&ctlr->dev, "spi_device alloc error for %pOF\n", node);
		return -ENOMEM;
	}
	error = of_modalias_node(node, spi->modalias, sizeof(spi->modalias));
	if (error < 0)
		dev_err(&ctlr->dev, "cannot find modalias for %pOF\n", node);
	else
		error = read_spi_properties(ctlr, spi, node);
	if (error < 0) {
		spi_dev_put(spi);
		return error;
	}
	spi->dev.of_node = node;
	spi->dev.fwnode = &node->fwnode;
	error = spi_add_device(spi);
	if (error) {
		dev_err(&ctlr->dev, "spi_device register error %pOF\n", node);
		spi_dev_put(spi);
	}
	return error;
}

void __spi_register_of_devices(struct spi_controller *ctlr)
{
	struct device_node *node;

	if (!ctlr->dev.of_node)
		return;
	for_each_available_child_of_node(ctlr->dev.of_node, node)
		if (register_spi_node(ctlr, node))
			dev_warn(&ctlr->dev, "Failed to create SPI device for %pOF\n", node);
}

/* Nothing happens where the select already is as it is wanted, unless forced. */
void __spi_set_cs(struct spi_device *spi, bool enable, bool force)
{
	struct spi_controller *ctlr = spi->controller;
	bool selected = ctlr->last_cs == spi->chip_select, high = spi->mode & SPI_CS_HIGH;

	if (!force && enable == selected && ctlr->last_cs_mode_high == high)
		return;
	ctlr->last_cs = enable ? spi->chip_select : -1;
	ctlr->last_cs_mode_high = high;
	if (!enable)
		spi_delay_exec(&spi->cs_hold, NULL);
	if (spi->cs_gpiod && !(spi->mode & SPI_NO_CS))
		gpiod_set_value_cansleep(spi->cs_gpiod, enable);
	else if (!spi->cs_gpiod && ctlr->set_cs)
		ctlr->set_cs(spi, high ? enable : !enable);
	spi_delay_exec(enable ? &spi->cs_setup : &spi->cs_inactive, NULL);
}

bool __spi_supports_bits_per_word(struct spi_controller *ctlr, u8 bits)
{
	return !ctlr->bits_per_word_mask || (bits <= 32 && ctlr->bits_per_word_mask & SPI_BPW_MASK(bits));
}

int spi_setup(struct spi_device *spi)
{
	struct spi_controller *ctlr = spi->controller;
	u32 several_lines = SPI_TX_DUAL | SPI_TX_QUAD | SPI_TX_OCTAL | SPI_RX_DUAL | SPI_RX_QUAD | SPI_RX_OCTAL;
	u32 unsupported = spi->mode & ~(ctlr->mode_bits | SPI_CS_WORD | SPI_NO_TX | SPI_NO_RX);
	int status = 0;

	if (unsupported & several_lines) {
		dev_warn(&spi->dev, "setup: ignoring unsupported mode bits %x\n", unsupported & several_lines);
		spi->mode &= ~(unsupported & several_lines);
		unsupported &= ~several_lines;
	}
	if (unsupported) {
		dev_err(&spi->dev, "setup: unsupported mode bits %x\n", unsupported);
		return -EINVAL;
	}
	if (spi->bits_per_word && !__spi_supports_bits_per_word(ctlr, spi->bits_per_word))
		return -EINVAL;
	if (!spi->bits_per_word)
		spi->bits_per_word = 8;
	if (ctlr->max_speed_hz && (!spi->max_speed_hz || spi->max_speed_hz > ctlr->max_speed_hz))
		spi->max_speed_hz = ctlr->max_speed_hz;
	mutex_lock(&ctlr->io_mutex);
	if (ctlr->setup)
		status = ctlr->setup(spi);
	if (status)
		dev_err(&ctlr->dev, "Failed to setup device: %d\n", status);
	else
		__spi_set_cs(spi, false, true);
	mutex_unlock(&ctlr->io_mutex);
	return status;
}
