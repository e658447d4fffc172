/* General-purpose lines, as the driver of their controller describes them. */
#ifndef _LINUX_GPIO_DRIVER_H
#define _LINUX_GPIO_DRIVER_H

#include <linux/device.h>
#include <linux/list.h>
#include <linux/of.h>
#include <linux/types.h>

struct gpio_device;

#define GPIO_LINE_DIRECTION_IN 1
#define GPIO_LINE_DIRECTION_OUT 0

struct gpio_chip {
	const char *label;
	struct gpio_device *gpiodev;
	struct device *parent;
	struct fwnode_handle *fwnode;
	struct module *owner;
	int (*request)(struct gpio_chip *gc, unsigned int offset);
	void (*free)(struct gpio_chip *gc, unsigned int offset);
	int (*get_direction)(struct gpio_chip *gc, unsigned int offset);
	int (*direction_input)(struct gpio_chip *gc, unsigned int offset);
	int (*direction_output)(struct gpio_chip *gc, unsigned int offset, int value);
	int (*get)(struct gpio_chip *gc, unsigned int offset);
	int (*get_multiple)(struct gpio_chip *gc, unsigned long *mask, unsigned long *bits);
	void (*set)(struct gpio_chip *gc, unsigned int offset, int value);
	void (*set_multiple)(struct gpio_chip *gc, unsigned long *mask, unsigned long *bits);
	int (*set_config)(struct gpio_chip *gc, unsigned int offset, unsigned long config);
	int (*to_irq)(struct gpio_chip *gc, unsigned int offset);
	int base;
	u16 ngpio;
	u16 offset;
	const char *const *names;
	bool can_sleep;
	unsigned int of_gpio_n_cells;
};

/* drivers/gpio/gpiolib.c */
int gpiochip_add_data(struct gpio_chip *gc, void *data);
#define gpiochip_add(gc) gpiochip_add_data(gc, NULL)
int devm_gpiochip_add_data(struct device *dev, struct gpio_chip *gc, void *data);
void gpiochip_remove(struct gpio_chip *gc);
void *gpiochip_get_data(struct gpio_chip *gc);

#endif
