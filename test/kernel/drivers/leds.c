/* Lights in /sys/class/leds: names, limits, setting at once and by a worker, suspension. */
#include <linux/module.h>
#include <linux/leds.h>
#include <linux/platform_device.h>

static enum led_brightness now;
static void set(struct led_classdev *led, enum led_brightness b) { now = b; pr_info("%s set to %d\n", led->name, b); }
static int later(struct led_classdev *led, enum led_brightness b) { pr_info("%s set to %d later %d\n", led->name, b, in_atomic()); return b == 5 ? -EIO : 0; }
static struct led_classdev led = { .name = "board::status", .brightness_set = set, .max_brightness = 3 };
static struct led_classdev again = { .name = "board::status", .brightness_set_blocking = later };
static struct platform_device *parent;
static int __init start(void)
{
	int e;

	parent = platform_device_register_simple("parent", -1, NULL, 0);
	e = led_classdev_register(&parent->dev, &led);
	pr_info("led %d name %s brightness %d max %d\n", e, dev_name(led.dev), led.brightness, led.max_brightness);
	led_set_brightness(&led, 2);
	pr_info("now %d %d\n", now, led.brightness);
	led_set_brightness(&led, 9);
	pr_info("now %d %d\n", now, led.brightness);
	e = led_classdev_register(&parent->dev, &again);
	pr_info("again %d %s max %d\n", e, dev_name(again.dev), again.max_brightness);
	pr_info("sync %d %d\n", led_set_brightness_sync(&led, 1), led_set_brightness_sync(&again, 7));
	led_set_brightness(&again, 5);
	flush_work(&again.set_brightness_work);
	led_classdev_suspend(&again);
	led_set_brightness(&again, 6);
	led_classdev_resume(&again);
	flush_work(&again.set_brightness_work);
	return 0;
}
static void __exit stop(void)
{
	led_classdev_unregister(&again);
	led_classdev_unregister(&led);
	pr_info("after %d\n", now);
	platform_device_unregister(parent);
}
module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
