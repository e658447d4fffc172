/* Lines and chips that are given back when their driver leaves. */
#include <linux/gpio.h>
#include <linux/gpio/driver.h>
#include <linux/slab.h>

static void remove_managed_chip(void *gc)
{
	gpiochip_remove(gc);
}

int devm_gpiochip_add_data(struct device *dev, struct gpio_chip *gc, void *data)
{
	int error;

	if (!gc->parent)
		gc->parent = dev;
	error = gpiochip_add_data(gc, data);
	return error ? error : devm_add_action_or_reset(dev, remove_managed_chip, gc);
}

static void put_managed_gpio(void *desc)
{
	gpiod_put(desc);
}

struct gpio_desc *devm_gpiod_get_index(struct device *dev, const char *con_id, unsigned int index, enum gpiod_flags flags)
{
	struct gpio_desc *desc = gpiod_get_index(dev, con_id, index, flags);
	int error = IS_ERR(desc) ? 0 : devm_add_action_or_reset(dev, put_managed_gpio, desc);

	return error ? ERR_PTR(error) : desc;
}

void devm_gpiod_put(struct device *dev, struct gpio_desc *desc)
{
	devm_release_action(dev, put_managed_gpio, desc);
}
