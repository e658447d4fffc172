/* Pins, as in a kernel without CONFIG_PINCTRL: there is nothing to select. */
#ifndef _LINUX_PINCTRL_CONSUMER_H
#define _LINUX_PINCTRL_CONSUMER_H

#include <linux/err.h>
#include <linux/list.h>
#include <linux/pinctrl/pinctrl-state.h>
#include <linux/types.h>

struct device;
struct gpio_chip;
struct pinctrl;
struct pinctrl_state;

static inline bool pinctrl_gpio_can_use_line(unsigned int gpio) { return true; }
static inline int pinctrl_gpio_request(unsigned int gpio) { return 0; }
static inline void pinctrl_gpio_free(unsigned int gpio) { }
static inline int pinctrl_gpio_direction_input(struct gpio_chip *gc, unsigned int offset) { return 0; }
static inline int pinctrl_gpio_direction_output(struct gpio_chip *gc, unsigned int offset) { return 0; }
static inline int pinctrl_gpio_set_config(unsigned int gpio, unsigned long config) { return 0; }
static inline struct pinctrl *pinctrl_get(struct device *dev) { return NULL; }
static inline void pinctrl_put(struct pinctrl *p) { }
static inline struct pinctrl_state *pinctrl_lookup_state(struct pinctrl *p, const char *name) { return NULL; }
static inline int pinctrl_select_state(struct pinctrl *p, struct pinctrl_state *s) { return 0; }
static inline struct pinctrl *devm_pinctrl_get(struct device *dev) { return NULL; }
static inline void devm_pinctrl_put(struct pinctrl *p) { }
static inline int pinctrl_select_default_state(struct device *dev) { return 0; }
static inline int pinctrl_pm_select_default_state(struct device *dev) { return 0; }
static inline int pinctrl_pm_select_sleep_state(struct device *dev) { return 0; }
static inline int pinctrl_pm_select_idle_state(struct device *dev) { return 0; }
static inline struct pinctrl *pinctrl_get_select(struct device *dev, const char *name) { return NULL; }
static inline struct pinctrl *pinctrl_get_select_default(struct device *dev) { return NULL; }
static inline struct pinctrl *devm_pinctrl_get_select(struct device *dev, const char *name) { return NULL; }
static inline struct pinctrl *devm_pinctrl_get_select_default(struct device *dev) { return NULL; }

#endif
