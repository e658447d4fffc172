/* Lights of drivers in /sys/class/leds, and how their brightness gets to the driver. */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kstrtox.h>
#include <linux/leds.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

static int set_blocking(struct led_classdev *led, unsigned int value)
{
	return led->brightness_set_blocking ? led->brightness_set_blocking(led, value) : -ENOTSUPP;
}

/* Of a driver that has to wait: one that need not is called at once. */
static void set_brightness_delayed(struct work_struct *work)
{
	struct led_classdev *led = container_of(work, struct led_classdev, set_brightness_work);
	int error = set_blocking(led, led->delayed_set_value);

	if (error < 0 && !(error == -ENODEV && led->flags & LED_UNREGISTERING && led->flags & LED_HW_PLUGGABLE))
		dev_err(led->dev, "Setting an LED's brightness failed (%d)\n", error);
}

static void set_now_or_later(struct led_classdev *led, unsigned int value)
{
	if (led->brightness_set) {
		led->brightness_set(led, value);
		return;
	}
	led->delayed_set_value = value;
	schedule_work(&led->set_brightness_work);
}

void led_set_brightness(struct led_classdev *led, unsigned int brightness)
{
	led->brightness = min(brightness, led->max_brightness);
	if (!(led->flags & LED_SUSPENDED))
		set_now_or_later(led, led->brightness);
}

int led_set_brightness_sync(struct led_classdev *led, unsigned int brightness)
{
	led->brightness = min(brightness, led->max_brightness);
	return led->flags & LED_SUSPENDED ? 0 : set_blocking(led, led->brightness);
}

int led_update_brightness(struct led_classdev *led)
{
	int value = led->brightness_get ? (int)led->brightness_get(led) : -1;

	if (value >= 0)
		led->brightness = value;
	return led->brightness_get && value < 0 ? value : 0;
}

static ssize_t brightness_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	struct led_classdev *led = dev_get_drvdata(dev);

	mutex_lock(&led->led_access);
	led_update_brightness(led);
	mutex_unlock(&led->led_access);
	return sprintf(buffer, "%u\n", led->brightness);
}

static ssize_t brightness_store(struct device *dev, struct device_attribute *attribute, const char *buffer, size_t size)
{
	struct led_classdev *led = dev_get_drvdata(dev);
	unsigned long value;
	int error = kstrtoul(buffer, 10, &value);

	if (error)
		return error;
	mutex_lock(&led->led_access);
	led_set_brightness(led, value);
	flush_work(&led->set_brightness_work);
	mutex_unlock(&led->led_access);
	return size;
}
static DEVICE_ATTR_RW(brightness);

static ssize_t max_brightness_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	struct led_classdev *led = dev_get_drvdata(dev);

	return sprintf(buffer, "%u\n", led->max_brightness);
}
static DEVICE_ATTR_RO(max_brightness);

static struct attribute *led_attributes[] = { &dev_attr_brightness.attr, &dev_attr_max_brightness.attr, NULL };
static const struct attribute_group led_group = { .attrs = led_attributes };
static const struct attribute_group *led_groups[] = { &led_group, NULL };
static struct class *leds_class;

/* The first light of a machine brings the class about. */
static struct class *class_of_leds(void)
{
	struct class *class;

	if (leds_class)
		return leds_class;
	class = class_create("leds");
	if (!IS_ERR(class)) {
		class->dev_groups = led_groups;
		leds_class = class;
	}
	return class;
}

int led_classdev_register(struct device *parent, struct led_classdev *led)
{
	struct class *class = class_of_leds();
	struct device *other;
	char name[64];
	int number = 0;

	if (IS_ERR(class))
		return PTR_ERR(class);
	strscpy(name, led->name, sizeof(name));
	while ((other = class_find_device_by_name(class, name))) {
		put_device(other);
		if (snprintf(name, sizeof(name), "%s_%d", led->name, ++number) >= (int)sizeof(name))
			return -ENOMEM;
	}
	mutex_init(&led->led_access);
	led->dev = device_create_with_groups(class, parent, 0, led, led->groups, "%s", name);
	if (IS_ERR(led->dev))
		return PTR_ERR(led->dev);
	if (number)
		dev_warn(parent, "Led %s renamed to %s due to name collision", led->name, dev_name(led->dev));
	if (!led->max_brightness)
		led->max_brightness = LED_FULL;
	INIT_WORK(&led->set_brightness_work, set_brightness_delayed);
	led_update_brightness(led);
	return 0;
}

void led_classdev_unregister(struct led_classdev *led)
{
	if (IS_ERR_OR_NULL(led->dev))
		return;
	led->flags |= LED_UNREGISTERING;
	if (!(led->flags & LED_RETAIN_AT_SHUTDOWN))
		led_set_brightness(led, LED_OFF);
	flush_work(&led->set_brightness_work);
	device_unregister(led->dev);
}

static void release_led(void *led)
{
	led_classdev_unregister(led);
}

int devm_led_classdev_register(struct device *parent, struct led_classdev *led)
{
	int error = led_classdev_register(parent, led);

	return error ? error : devm_add_action_or_reset(parent, release_led, led);
}

void led_classdev_suspend(struct led_classdev *led)
{
	led->flags |= LED_SUSPENDED;
	set_now_or_later(led, 0);
	flush_work(&led->set_brightness_work);
}

void led_classdev_resume(struct led_classdev *led)
{
	set_now_or_later(led, led->brightness);
	led->flags &= ~LED_SUSPENDED;
}
