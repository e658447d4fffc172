/* Lights: a brightness each, in /sys/class/leds. Triggers and blinking are not modelled. */
#ifndef __LINUX_LEDS_H_INCLUDED
#define __LINUX_LEDS_H_INCLUDED

#include <linux/device.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

enum led_brightness { LED_OFF = 0, LED_ON = 1, LED_HALF = 127, LED_FULL = 255 };

#define LED_SUSPENDED BIT(0)
#define LED_UNREGISTERING BIT(1)
#define LED_CORE_SUSPENDRESUME BIT(16)
#define LED_HW_PLUGGABLE BIT(19)
#define LED_RETAIN_AT_SHUTDOWN BIT(22)

struct led_classdev {
	const char *name;
	unsigned int brightness, max_brightness;
	int flags;
	/* The first must not sleep; the other may, and is called from a worker. */
	void (*brightness_set)(struct led_classdev *led_cdev, enum led_brightness brightness);
	int (*brightness_set_blocking)(struct led_classdev *led_cdev, enum led_brightness brightness);
	enum led_brightness (*brightness_get)(struct led_classdev *led_cdev);
	int (*blink_set)(struct led_classdev *led_cdev, unsigned long *delay_on, unsigned long *delay_off);
	struct device *dev;
	const struct attribute_group **groups;
	const char *default_trigger;
	struct work_struct set_brightness_work;
	unsigned int delayed_set_value;
	struct mutex led_access;
};

int led_classdev_register(struct device *parent, struct led_classdev *led_cdev);
int devm_led_classdev_register(struct device *parent, struct led_classdev *led_cdev);
void led_classdev_unregister(struct led_classdev *led_cdev);
void led_classdev_suspend(struct led_classdev *led_cdev);
void led_classdev_resume(struct led_classdev *led_cdev);
void led_set_brightness(struct led_classdev *led_cdev, unsigned int brightness);
int led_set_brightness_sync(struct led_classdev *led_cdev, unsigned int brightness);
int led_update_brightness(struct led_classdev *led_cdev);

#endif
