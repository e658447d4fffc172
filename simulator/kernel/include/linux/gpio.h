/* General-purpose lines by their numbers: the older face, which tutorials teach. */
#ifndef _LINUX_GPIO_H
#define _LINUX_GPIO_H

#include <linux/errno.h>
#include <linux/gpio/consumer.h>

#define ARCH_NR_GPIOS 512
#define GPIOF_DIR_OUT (0 << 0)
#define GPIOF_DIR_IN (1 << 0)
#define GPIOF_INIT_LOW (0 << 1)
#define GPIOF_INIT_HIGH (1 << 1)
#define GPIOF_IN GPIOF_DIR_IN
#define GPIOF_OUT_INIT_LOW (GPIOF_DIR_OUT | GPIOF_INIT_LOW)
#define GPIOF_OUT_INIT_HIGH (GPIOF_DIR_OUT | GPIOF_INIT_HIGH)

struct gpio {
	unsigned int gpio;
	unsigned long flags;
	const char *label;
};

static inline bool gpio_is_valid(int number) { return number >= 0 && number < ARCH_NR_GPIOS; }

/* drivers/gpio/gpiolib-legacy.c */
int gpio_request(unsigned int gpio, const char *label);
int gpio_request_one(unsigned int gpio, unsigned long flags, const char *label);
int gpio_request_array(const struct gpio *array, size_t count);
void gpio_free_array(const struct gpio *array, size_t count);
void gpio_free(unsigned int gpio);
int devm_gpio_request(struct device *dev, unsigned int gpio, const char *label);
int devm_gpio_request_one(struct device *dev, unsigned int gpio, unsigned long flags, const char *label);

static inline int gpio_direction_input(unsigned int gpio) { return gpiod_direction_input(gpio_to_desc(gpio)); }
static inline int gpio_direction_output(unsigned int gpio, int value)
{
	return gpiod_direction_output_raw(gpio_to_desc(gpio), value);
}
static inline int gpio_get_value(unsigned int gpio) { return gpiod_get_raw_value(gpio_to_desc(gpio)); }
static inline void gpio_set_value(unsigned int gpio, int value) { gpiod_set_raw_value(gpio_to_desc(gpio), value); }
#define gpio_get_value_cansleep(gpio) gpio_get_value(gpio)
#define gpio_set_value_cansleep(gpio, value) gpio_set_value(gpio, value)
static inline int gpio_cansleep(unsigned int gpio) { return gpiod_cansleep(gpio_to_desc(gpio)); }
static inline int gpio_to_irq(unsigned int gpio) { return gpiod_to_irq(gpio_to_desc(gpio)); }

#endif
