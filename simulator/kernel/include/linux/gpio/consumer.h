/* General-purpose lines, as drivers use them: values are logical, a line that is active low is turned round. */
#ifndef _LINUX_GPIO_CONSUMER_H
#define _LINUX_GPIO_CONSUMER_H

#include <linux/bits.h>
#include <linux/err.h>
#include <linux/types.h>

struct device;
struct gpio_desc;

enum gpiod_flags {
	GPIOD_ASIS = 0,
	GPIOD_IN = BIT(0),
	GPIOD_OUT_LOW = BIT(0) | BIT(1),
	GPIOD_OUT_HIGH = BIT(0) | BIT(1) | BIT(2),
	GPIOD_OUT_LOW_OPEN_DRAIN = GPIOD_OUT_LOW | BIT(3),
	GPIOD_OUT_HIGH_OPEN_DRAIN = GPIOD_OUT_HIGH | BIT(3),
};

/* drivers/gpio/gpiolib.c. An optional line that is not there is NULL: all calls succeed. */
struct gpio_desc *gpiod_get_index(struct device *dev, const char *con_id, unsigned int index, enum gpiod_flags flags);
struct gpio_desc *devm_gpiod_get_index(struct device *dev, const char *con_id, unsigned int index, enum gpiod_flags flags);
int gpiod_count(struct device *dev, const char *con_id);
void gpiod_put(struct gpio_desc *desc);
void devm_gpiod_put(struct device *dev, struct gpio_desc *desc);
int gpiod_get_direction(struct gpio_desc *desc);
int gpiod_direction_input(struct gpio_desc *desc);
int gpiod_direction_output(struct gpio_desc *desc, int value);
int gpiod_direction_output_raw(struct gpio_desc *desc, int value);
int gpiod_get_value(const struct gpio_desc *desc);
int gpiod_get_raw_value(const struct gpio_desc *desc);
void gpiod_set_value(struct gpio_desc *desc, int value);
void gpiod_set_raw_value(struct gpio_desc *desc, int value);
int gpiod_get_value_cansleep(const struct gpio_desc *desc);
void gpiod_set_value_cansleep(struct gpio_desc *desc, int value);
int gpiod_cansleep(const struct gpio_desc *desc);
int gpiod_is_active_low(const struct gpio_desc *desc);
int gpiod_to_irq(const struct gpio_desc *desc);
int gpiod_set_consumer_name(struct gpio_desc *desc, const char *name);
int desc_to_gpio(const struct gpio_desc *desc);
struct gpio_desc *gpio_to_desc(unsigned int gpio);

static inline struct gpio_desc *__gpio_optional(struct gpio_desc *desc)
{
	return desc == ERR_PTR(-ENOENT) ? NULL : desc;
}
#define gpiod_get(dev, con_id, flags) gpiod_get_index(dev, con_id, 0, flags)
#define gpiod_get_optional(dev, con_id, flags) __gpio_optional(gpiod_get_index(dev, con_id, 0, flags))
#define gpiod_get_index_optional(dev, con_id, index, flags) __gpio_optional(gpiod_get_index(dev, con_id, index, flags))
#define devm_gpiod_get(dev, con_id, flags) devm_gpiod_get_index(dev, con_id, 0, flags)
#define devm_gpiod_get_optional(dev, con_id, flags) __gpio_optional(devm_gpiod_get_index(dev, con_id, 0, flags))
#define devm_gpiod_get_index_optional(dev, con_id, index, flags) \
	__gpio_optional(devm_gpiod_get_index(dev, con_id, index, flags))

#endif
