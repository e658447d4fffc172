/* The core of input devices: what of an event is news goes on to the device and to evdev. */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/input.h>
#include <linux/jiffies.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/sysfs.h>

static struct class *input_class;
static int next_number;

#define INPUT_TEXT_ATTRIBUTE(member)                                                                              \
	static ssize_t input_##member##_show(struct device *dev, struct device_attribute *attribute, char *buffer) \
	{                                                                                                         \
		const char *text = to_input_dev(dev)->member;                                                     \
		return sysfs_emit(buffer, "%s\n", text ? text : "");                                              \
	}                                                                                                         \
	static struct device_attribute input_attr_##member = __ATTR(member, 0444, input_##member##_show, NULL)
INPUT_TEXT_ATTRIBUTE(name);
INPUT_TEXT_ATTRIBUTE(phys);
INPUT_TEXT_ATTRIBUTE(uniq);

#define INPUT_ID_ATTRIBUTE(member)                                                                                   \
	static ssize_t input_id_##member##_show(struct device *dev, struct device_attribute *attribute, char *buffer) \
	{                                                                                                            \
		return sysfs_emit(buffer, "%04x\n", to_input_dev(dev)->id.member);                                   \
	}                                                                                                            \
	static struct device_attribute input_attr_##member = __ATTR(member, 0444, input_id_##member##_show, NULL)
INPUT_ID_ATTRIBUTE(bustype);
INPUT_ID_ATTRIBUTE(vendor);
INPUT_ID_ATTRIBUTE(product);
INPUT_ID_ATTRIBUTE(version);

static ssize_t show_bits(char *buffer, const unsigned long *bits, int count)
{
	int i = BITS_TO_LONGS(count) - 1, length = 0;

	while (i > 0 && !bits[i])
		i--;
	for (; i >= 0; i--)
		length += sysfs_emit_at(buffer, length, "%lx%s", bits[i], i ? " " : "\n");
	return length;
}

#define INPUT_CAPABILITY(name, member, count)                                                                     \
	static ssize_t input_cap_##name##_show(struct device *dev, struct device_attribute *attribute, char *buffer) \
	{                                                                                                         \
		return show_bits(buffer, to_input_dev(dev)->member, count);                                       \
	}                                                                                                         \
	static struct device_attribute input_cap_##name = __ATTR(name, 0444, input_cap_##name##_show, NULL)
INPUT_CAPABILITY(ev, evbit, EV_CNT);
INPUT_CAPABILITY(key, keybit, KEY_CNT);
INPUT_CAPABILITY(rel, relbit, REL_CNT);
INPUT_CAPABILITY(abs, absbit, ABS_CNT);
INPUT_CAPABILITY(msc, mscbit, MSC_CNT);
INPUT_CAPABILITY(led, ledbit, LED_CNT);
INPUT_CAPABILITY(snd, sndbit, SND_CNT);
INPUT_CAPABILITY(sw, swbit, SW_CNT);
INPUT_CAPABILITY(properties, propbit, INPUT_PROP_CNT);

static struct attribute *input_attrs[] = {
	&input_attr_name.attr, &input_attr_phys.attr, &input_attr_uniq.attr, &input_cap_properties.attr, NULL,
};
static struct attribute *input_id_attrs[] = {
	&input_attr_bustype.attr, &input_attr_vendor.attr, &input_attr_product.attr, &input_attr_version.attr, NULL,
};
static struct attribute *input_cap_attrs[] = {
	&input_cap_ev.attr, &input_cap_key.attr, &input_cap_rel.attr, &input_cap_abs.attr, &input_cap_msc.attr,
	&input_cap_led.attr, &input_cap_snd.attr, &input_cap_sw.attr, NULL,
};
static const struct attribute_group input_attr_group = { .attrs = input_attrs };
static const struct attribute_group input_id_group = { .name = "id", .attrs = input_id_attrs };
static const struct attribute_group input_cap_group = { .name = "capabilities", .attrs = input_cap_attrs };
static const struct attribute_group *input_groups[] = { &input_attr_group, &input_id_group, &input_cap_group, NULL };

static void release_input(struct device *dev)
{
	struct input_dev *input = to_input_dev(dev);

	kfree(input->__poll_work);
	kfree(input->absinfo);
	kfree(input);
}

static const struct device_type input_type = { .name = "input", .groups = input_groups, .release = release_input };

static char *input_devnode(struct device *dev, umode_t *mode)
{
	return kasprintf(GFP_KERNEL, "input/%s", dev_name(dev));
}

static struct class *the_class(void)
{
	if (!input_class) {
		input_class = class_create(THIS_MODULE, "input");
		if (!IS_ERR(input_class))
			input_class->devnode = input_devnode;
	}
	return input_class;
}

struct input_dev *input_allocate_device(void)
{
	struct input_dev *dev = kzalloc(sizeof(*dev), GFP_KERNEL);

	if (!dev)
		return NULL;
	dev->dev.type = &input_type;
	dev->dev.class = the_class();
	device_initialize(&dev->dev);
	mutex_init(&dev->mutex);
	spin_lock_init(&dev->event_lock);
	dev_set_name(&dev->dev, "input%d", next_number++);
	return dev;
}

static void release_managed_input(void *data)
{
	struct input_dev *dev = data;

	dev->devres_managed = false;
	if (dev->__registered)
		input_unregister_device(dev);
	else
		input_put_device(dev);
}

struct input_dev *devm_input_allocate_device(struct device *parent)
{
	struct input_dev *dev = input_allocate_device();

	if (!dev)
		return NULL;
	dev->dev.parent = parent;
	dev->devres_managed = true;
	return devm_add_action_or_reset(parent, release_managed_input, dev) ? NULL : dev;
}

/* One that was registered is given back by input_unregister_device() alone. */
void input_free_device(struct input_dev *dev)
{
	if (!dev)
		return;
	if (dev->devres_managed)
		devm_remove_action(dev->dev.parent, release_managed_input, dev);
	input_put_device(dev);
}

static const struct {
	size_t offset;
	int count;
} input_bits[EV_CNT] = {
	[EV_KEY] = { offsetof(struct input_dev, keybit), KEY_CNT }, [EV_REL] = { offsetof(struct input_dev, relbit), REL_CNT },
	[EV_ABS] = { offsetof(struct input_dev, absbit), ABS_CNT }, [EV_MSC] = { offsetof(struct input_dev, mscbit), MSC_CNT },
	[EV_SW] = { offsetof(struct input_dev, swbit), SW_CNT },    [EV_LED] = { offsetof(struct input_dev, ledbit), LED_CNT },
	[EV_SND] = { offsetof(struct input_dev, sndbit), SND_CNT },
};

void input_set_capability(struct input_dev *dev, unsigned int type, unsigned int code)
{
	if (type < EV_CNT && input_bits[type].count) {
		if (code >= input_bits[type].count) {
			pr_err("%s: invalid code %u for type %u\n", __func__, code, type);
			dump_stack();
			return;
		}
		if (type == EV_ABS)
			input_alloc_absinfo(dev);
		__set_bit(code, (unsigned long *)((char *)dev + input_bits[type].offset));
	} else if (type != EV_PWR && type != EV_FF && type != EV_REP) {
		pr_err("%s: unknown type %u (code %u)\n", __func__, type, code);
		dump_stack();
		return;
	}
	__set_bit(type, dev->evbit);
}

void input_alloc_absinfo(struct input_dev *dev)
{
	if (!dev->absinfo)
		dev->absinfo = kcalloc(ABS_CNT, sizeof(*dev->absinfo), GFP_KERNEL);
}

void input_set_abs_params(struct input_dev *dev, unsigned int axis, int min, int max, int fuzz, int flat)
{
	__set_bit(EV_ABS, dev->evbit);
	__set_bit(axis, dev->absbit);
	input_alloc_absinfo(dev);
	if (!dev->absinfo)
		return;
	dev->absinfo[axis].minimum = min;
	dev->absinfo[axis].maximum = max;
	dev->absinfo[axis].fuzz = fuzz;
	dev->absinfo[axis].flat = flat;
}

static int defuzz(int value, int old, int fuzz)
{
	if (!fuzz)
		return value;
	if (value > old - fuzz / 2 && value < old + fuzz / 2)
		return old;
	if (value > old - fuzz && value < old + fuzz)
		return (old * 3 + value) / 4;
	if (value > old - fuzz * 2 && value < old + fuzz * 2)
		return (old + value) / 2;
	return value;
}

static bool input_toggled(unsigned long *bits, unsigned int code, int value)
{
	if (!!test_bit(code, bits) == !!value)
		return false;
	__change_bit(code, bits);
	return true;
}

static void start_repeat(struct input_dev *dev, unsigned int code, int value)
{
	if (!value) {
		del_timer(&dev->timer);
	} else if (value == 1 && test_bit(EV_REP, dev->evbit) && dev->rep[REP_DELAY] && dev->rep[REP_PERIOD] && dev->timer.function) {
		dev->repeat_key = code;
		mod_timer(&dev->timer, jiffies + msecs_to_jiffies(dev->rep[REP_DELAY]));
	}
}

/* Whether it is news; an axis' value is smoothed on the way. */
static bool is_news(struct input_dev *dev, unsigned int type, unsigned int code, int *value)
{
	switch (type) {
	case EV_KEY:
		if (*value == 2)
			return true;
		if (!input_toggled(dev->key, code, *value))
			return false;
		start_repeat(dev, code, *value);
		return true;
	case EV_SW: return input_toggled(dev->sw, code, *value);
	case EV_LED: return input_toggled(dev->led, code, *value);
	case EV_SND: return input_toggled(dev->snd, code, *value) || *value;
	case EV_REL: return *value != 0;
	case EV_MSC: return true;
	case EV_ABS:
		if (!dev->absinfo)
			return true;
		*value = defuzz(*value, dev->absinfo[code].value, dev->absinfo[code].fuzz);
		if (dev->absinfo[code].value == *value)
			return false;
		dev->absinfo[code].value = *value;
		return true;
	case EV_REP:
		if (code > REP_MAX || *value < 0 || dev->rep[code] == *value)
			return false;
		dev->rep[code] = *value;
		return true;
	default: return false;
	}
}

static void handle_input(struct input_dev *dev, unsigned int type, unsigned int code, int value)
{
	if (type == EV_SYN) {
		if (code == SYN_REPORT && !dev->__changed)
			return;
		dev->__changed = false;
		__evdev_event(dev, type, code, value);
		return;
	}
	if (input_bits[type].count && (code >= input_bits[type].count ||
				       !test_bit(code, (unsigned long *)((char *)dev + input_bits[type].offset))))
		return;
	if (!is_news(dev, type, code, &value))
		return;
	if ((type == EV_MSC || type == EV_LED || type == EV_SND || type == EV_REP) && dev->event)
		dev->event(dev, type, code, value);
	dev->__changed = true;
	__evdev_event(dev, type, code, value);
}

void input_event(struct input_dev *dev, unsigned int type, unsigned int code, int value)
{
	unsigned long flags;

	if (type > EV_MAX || !test_bit(type, dev->evbit))
		return;
	spin_lock_irqsave(&dev->event_lock, flags);
	handle_input(dev, type, code, value);
	spin_unlock_irqrestore(&dev->event_lock, flags);
}

static void repeat_key(struct timer_list *timer)
{
	struct input_dev *dev = from_timer(dev, timer, timer);
	unsigned long flags;

	spin_lock_irqsave(&dev->event_lock, flags);
	if (test_bit(dev->repeat_key, dev->key) && test_bit(dev->repeat_key, dev->keybit)) {
		handle_input(dev, EV_KEY, dev->repeat_key, 2);
		handle_input(dev, EV_SYN, SYN_REPORT, 1);
		if (dev->rep[REP_PERIOD])
			mod_timer(&dev->timer, jiffies + msecs_to_jiffies(dev->rep[REP_PERIOD]));
	}
	spin_unlock_irqrestore(&dev->event_lock, flags);
}

void input_enable_softrepeat(struct input_dev *dev, int delay, int period)
{
	timer_setup(&dev->timer, repeat_key, 0);
	dev->rep[REP_DELAY] = delay;
	dev->rep[REP_PERIOD] = period;
}

/* The first who listens starts the device, the last one stops it. */
int __input_open(struct input_dev *dev)
{
	int error = 0;

	mutex_lock(&dev->mutex);
	if (dev->users++ == 0) {
		if (dev->open)
			error = dev->open(dev);
		if (error)
			dev->users--;
		else if (dev->__poll_work)
			queue_delayed_work(system_freezable_wq, dev->__poll_work, msecs_to_jiffies(dev->__poll_interval));
	}
	mutex_unlock(&dev->mutex);
	return error;
}

void __input_close(struct input_dev *dev)
{
	mutex_lock(&dev->mutex);
	if (--dev->users == 0) {
		if (dev->__poll_work)
			cancel_delayed_work_sync(dev->__poll_work);
		if (dev->close)
			dev->close(dev);
	}
	mutex_unlock(&dev->mutex);
}

int input_register_device(struct input_dev *dev)
{
	const char *path;
	int error;

	if (test_bit(EV_ABS, dev->evbit) && !dev->absinfo) {
		dev_err(&dev->dev, "Absolute device without dev->absinfo, refusing to register\n");
		return -EINVAL;
	}
	__set_bit(EV_SYN, dev->evbit);
	__clear_bit(KEY_RESERVED, dev->keybit);
	if (!dev->rep[REP_DELAY] && !dev->rep[REP_PERIOD])
		input_enable_softrepeat(dev, 250, 33);
	error = device_add(&dev->dev);
	if (error)
		return error;
	path = kobject_get_path(&dev->dev.kobj, GFP_KERNEL);
	pr_info("input: %s as %s\n", dev->name ? dev->name : "Unspecified device", path ? path : "N/A");
	kfree(path);
	error = __evdev_connect(dev);
	if (error) {
		device_del(&dev->dev);
		return error;
	}
	dev->__registered = true;
	return 0;
}

void input_unregister_device(struct input_dev *dev)
{
	if (dev->devres_managed && dev->__registered)
		devm_remove_action(dev->dev.parent, release_managed_input, dev);
	dev->__registered = false;
	__evdev_disconnect(dev);
	del_timer_sync(&dev->timer);
	device_del(&dev->dev);
	input_put_device(dev);
}
