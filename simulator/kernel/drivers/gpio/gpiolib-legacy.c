/* Lines by their numbers. */
#include <linux/device.h>
#include <linux/gpio.h>

int __gpiod_request(struct gpio_desc *desc, const char *label);
void __gpiod_free(struct gpio_desc *desc);

/* -EPROBE_DEFER for a number that a chip may still bring. */
int gpio_request(unsigned int gpio, const char *label)
{
	struct gpio_desc *desc = gpio_to_desc(gpio);

	if (!desc)
		return gpio_is_valid(gpio) ? -EPROBE_DEFER : -EINVAL;
	return __gpiod_request(desc, label);
}

void gpio_free(unsigned int gpio)
{
	struct gpio_desc *desc = gpio_to_desc(gpio);

	if (!WARN_ON(!desc))
		__gpiod_free(desc);
}

int gpio_request_one(unsigned int gpio, unsigned long flags, const char *label)
{
	int error = gpio_request(gpio, label);

	if (error)
		return error;
	error = flags & GPIOF_DIR_IN ? gpio_direction_input(gpio) : gpio_direction_output(gpio, !!(flags & GPIOF_INIT_HIGH));
	if (error)
		gpio_free(gpio);
	return error;
}

int gpio_request_array(const struct gpio *array, size_t count)
{
	int i, error = 0;

	for (i = 0; !error && i < count; i++)
		error = gpio_request_one(array[i].gpio, array[i].flags, array[i].label);
	if (error)
		gpio_free_array(array, i - 1);
	return error;
}

void gpio_free_array(const struct gpio *array, size_t count)
{
	while (count--)
		gpio_free((array++)->gpio);
}

static void free_managed_gpio(void *gpio)
{
	gpio_free((unsigned long)gpio);
}

int devm_gpio_request_one(struct device *dev, unsigned int gpio, unsigned long flags, const char *label)
{
	int error = gpio_request_one(gpio, flags, label);

	return error ? error : devm_add_action_or_reset(dev, free_managed_gpio, (void *)(unsigned long)gpio);
}

int devm_gpio_request(struct device *dev, unsigned int gpio, const char *label)
{
	int error = gpio_request(gpio, label);

	return error ? error : devm_add_action_or_reset(dev, free_managed_gpio, (void *)(unsigned long)gpio);
}
