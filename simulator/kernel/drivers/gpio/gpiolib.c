/* General-purpose lines: chips bring numbered lines, drivers hold one each. */
#include <linux/gpio.h>
#include <linux/gpio/driver.h>
#include <linux/module.h>
#include <linux/slab.h>

struct gpio_desc {
	struct gpio_device *gdev;
	bool requested, is_out, active_low;
	const char *label;
};

struct gpio_device {
	struct gpio_chip *chip;
	void *data;
	int base;
	u16 ngpio;
	struct gpio_desc *descs;
	struct list_head list;
};

static LIST_HEAD(gpio_devices);

static int offset_of(const struct gpio_desc *desc)
{
	return desc - desc->gdev->descs;
}

int desc_to_gpio(const struct gpio_desc *desc)
{
	return desc->gdev->base + offset_of(desc);
}

struct gpio_desc *gpio_to_desc(unsigned int gpio)
{
	struct gpio_device *gdev;

	list_for_each_entry(gdev, &gpio_devices, list)
		if (gpio >= gdev->base && gpio < gdev->base + gdev->ngpio)
			return &gdev->descs[gpio - gdev->base];
	if (!gpio_is_valid(gpio))
		pr_warn("invalid GPIO %d\n", gpio);
	return NULL;
}

/* The highest free range below ARCH_NR_GPIOS; the list is sorted by base. */
static int find_base(int count)
{
	int base = ARCH_NR_GPIOS - count;
	struct gpio_device *gdev;

	list_for_each_entry_reverse(gdev, &gpio_devices, list) {
		if (gdev->base + gdev->ngpio <= base)
			break;
		base = gdev->base - count;
	}
	if (base >= 0)
		return base;
	pr_err("gpiochip_find_base: cannot find free range\n");
	return -ENOSPC;
}

static int insert_device(struct gpio_device *gdev)
{
	struct list_head *before = &gpio_devices;
	struct gpio_device *other;

	list_for_each_entry(other, &gpio_devices, list) {
		if (other->base >= gdev->base + gdev->ngpio)
			break;
		if (other->base + other->ngpio > gdev->base)
			return -EBUSY;
		before = &other->list;
	}
	list_add(&gdev->list, before);
	return 0;
}

int gpiochip_add_data(struct gpio_chip *gc, void *data)
{
	struct gpio_device *gdev;
	int error, i;

	if (gc->ngpio == 0) {
		pr_err("GPIO chip %s: tried to insert a GPIO chip with zero lines\n", gc->label ? gc->label : "unknown");
		return -EINVAL;
	}
	gdev = kzalloc(sizeof(*gdev), GFP_KERNEL);
	if (!gdev)
		return -ENOMEM;
	gdev->descs = kcalloc(gc->ngpio, sizeof(*gdev->descs), GFP_KERNEL);
	gdev->chip = gc;
	gdev->data = data;
	gdev->ngpio = gc->ngpio;
	gdev->base = gc->base < 0 ? find_base(gc->ngpio) : gc->base;
	error = gdev->base < 0 ? gdev->base : insert_device(gdev);
	if (error || !gdev->descs) {
		if (error == -EBUSY)
			pr_err("GPIO chip %s: GPIO integer space overlap, cannot add chip\n", gc->label ? gc->label : "unknown");
		pr_err("gpiochip_add_data_with_key: GPIOs %d..%d (%s) failed to register, %d\n", gdev->base,
		       gdev->base + gdev->ngpio - 1, gc->label ? gc->label : "generic", error);
		kfree(gdev->descs);
		kfree(gdev);
		return error ? error : -ENOMEM;
	}
	gc->base = gdev->base;
	gc->gpiodev = gdev;
	for (i = 0; i < gc->ngpio; i++) {
		gdev->descs[i].gdev = gdev;
		gdev->descs[i].is_out = gc->get_direction ? !gc->get_direction(gc, i) : !gc->direction_input;
	}
	return 0;
}

void gpiochip_remove(struct gpio_chip *gc)
{
	struct gpio_device *gdev = gc->gpiodev;
	int i;

	for (i = 0; i < gdev->ngpio; i++)
		if (gdev->descs[i].requested) {
			pr_crit("REMOVING GPIOCHIP WITH GPIOS STILL REQUESTED\n");
			break;
		}
	list_del(&gdev->list);
	kfree(gdev->descs);
	kfree(gdev);
	gc->gpiodev = NULL;
}

void *gpiochip_get_data(struct gpio_chip *gc)
{
	return gc->gpiodev->data;
}

/* -EBUSY where somebody else holds it. */
int __gpiod_request(struct gpio_desc *desc, const char *label)
{
	struct gpio_chip *gc = desc->gdev->chip;
	int error;

	if (!try_module_get(gc->owner))
		return -EPROBE_DEFER;
	error = desc->requested ? -EBUSY : 0;
	if (!error && gc->request)
		error = gc->request(gc, offset_of(desc));
	if (error) {
		module_put(gc->owner);
		return error;
	}
	desc->requested = true;
	desc->label = label ? label : "?";
	if (gc->get_direction)
		desc->is_out = !gc->get_direction(gc, offset_of(desc));
	return 0;
}

void __gpiod_free(struct gpio_desc *desc)
{
	struct gpio_chip *gc = desc->gdev->chip;

	if (WARN_ON(!desc->requested))
		return;
	if (gc->free)
		gc->free(gc, offset_of(desc));
	desc->requested = false;
	desc->active_low = false;
	desc->label = NULL;
	module_put(gc->owner);
}

static struct gpio_device *gpio_device_of(struct device_node *np)
{
	struct gpio_device *gdev;

	list_for_each_entry(gdev, &gpio_devices, list)
		if (np && gdev->chip->parent && gdev->chip->parent->of_node == np)
			return gdev;
	return NULL;
}

/* `reset-gpios`, `reset-gpio`, or `gpios` and `gpio` without a name. */
static int gpio_property(char *text, size_t size, const char *con_id, int form)
{
	static const char *const suffixes[] = { "gpios", "gpio" };

	return con_id ? snprintf(text, size, "%s-%s", con_id, suffixes[form]) : snprintf(text, size, "%s", suffixes[form]);
}

static struct gpio_desc *find_line(struct device *dev, const char *con_id, unsigned int index, bool *active_low)
{
	struct of_phandle_args args;
	struct gpio_device *gdev;
	int form, error = -ENOENT;
	char property[32];

	for (form = 0; form < 2 && dev && dev->of_node && error == -ENOENT; form++) {
		gpio_property(property, sizeof(property), con_id, form);
		error = of_parse_phandle_with_args(dev->of_node, property, "#gpio-cells", index, &args);
	}
	if (error)
		return ERR_PTR(error);
	gdev = gpio_device_of(args.np);
	if (!gdev)
		return ERR_PTR(-EPROBE_DEFER);
	if (args.args_count < 1 || args.args[0] >= gdev->ngpio)
		return ERR_PTR(-EINVAL);
	*active_low = args.args_count > 1 && (args.args[1] & 1);
	return &gdev->descs[args.args[0]];
}

int gpiod_count(struct device *dev, const char *con_id)
{
	char property[32];
	int form, count;

	for (form = 0; form < 2 && dev && dev->of_node; form++) {
		gpio_property(property, sizeof(property), con_id, form);
		count = of_count_phandle_with_args(dev->of_node, property, "#gpio-cells");
		if (count > 0)
			return count;
	}
	return -ENOENT;
}

static int configure(struct gpio_desc *desc, enum gpiod_flags flags)
{
	if (!(flags & BIT(0)))
		return 0;
	return flags & BIT(1) ? gpiod_direction_output(desc, !!(flags & BIT(2))) : gpiod_direction_input(desc);
}

struct gpio_desc *gpiod_get_index(struct device *dev, const char *con_id, unsigned int index, enum gpiod_flags flags)
{
	bool active_low = false;
	struct gpio_desc *desc = find_line(dev, con_id, index, &active_low);
	int error;

	if (IS_ERR(desc))
		return desc;
	error = __gpiod_request(desc, con_id ? con_id : dev_name(dev));
	if (error)
		return ERR_PTR(error);
	desc->active_low = active_low;
	error = configure(desc, flags);
	if (!error)
		return desc;
	__gpiod_free(desc);
	return ERR_PTR(error);
}

void gpiod_put(struct gpio_desc *desc)
{
	if (desc)
		__gpiod_free(desc);
}

/* 0 for out, 1 for in, as the chip says. */
int gpiod_get_direction(struct gpio_desc *desc)
{
	struct gpio_chip *gc = desc->gdev->chip;
	int direction = gc->get_direction ? gc->get_direction(gc, offset_of(desc)) : -ENOTSUPP;

	if (direction < 0)
		return direction;
	desc->is_out = !direction;
	return !!direction;
}

int gpiod_direction_input(struct gpio_desc *desc)
{
	struct gpio_chip *gc;
	int error = 0;

	if (!desc)
		return 0;
	gc = desc->gdev->chip;
	if (!gc->get && gc->direction_input) {
		pr_warn("gpio-%d (%s): %s: missing get() but have direction_input()\n", desc_to_gpio(desc),
			desc->label ? desc->label : "?", __func__);
		return -EIO;
	}
	if (gc->direction_input)
		error = gc->direction_input(gc, offset_of(desc));
	else if (gc->get_direction && gc->get_direction(gc, offset_of(desc)) != 1)
		error = -EIO;
	if (!error)
		desc->is_out = false;
	return error;
}

int gpiod_direction_output_raw(struct gpio_desc *desc, int value)
{
	struct gpio_chip *gc;
	int error = 0;

	if (!desc)
		return 0;
	gc = desc->gdev->chip;
	if (!gc->set && !gc->direction_output) {
		pr_warn("gpio-%d (%s): %s: missing set() and direction_output() operations\n", desc_to_gpio(desc),
			desc->label ? desc->label : "?", "gpiod_direction_output_raw_commit");
		return -EIO;
	}
	if (gc->direction_output)
		error = gc->direction_output(gc, offset_of(desc), !!value);
	else
		gc->set(gc, offset_of(desc), !!value);
	if (!error)
		desc->is_out = true;
	return error;
}

int gpiod_direction_output(struct gpio_desc *desc, int value)
{
	return gpiod_direction_output_raw(desc, desc && desc->active_low ? !value : value);
}

int gpiod_get_raw_value(const struct gpio_desc *desc)
{
	struct gpio_chip *gc;
	int value;

	if (!desc)
		return 0;
	gc = desc->gdev->chip;
	value = gc->get ? gc->get(gc, offset_of(desc)) : -EIO;
	return value < 0 ? value : !!value;
}

int gpiod_get_value(const struct gpio_desc *desc)
{
	int value = gpiod_get_raw_value(desc);

	return value < 0 || !desc || !desc->active_low ? value : !value;
}

void gpiod_set_raw_value(struct gpio_desc *desc, int value)
{
	if (desc && desc->gdev->chip->set)
		desc->gdev->chip->set(desc->gdev->chip, offset_of(desc), !!value);
}

void gpiod_set_value(struct gpio_desc *desc, int value)
{
	gpiod_set_raw_value(desc, desc && desc->active_low ? !value : value);
}

int gpiod_get_value_cansleep(const struct gpio_desc *desc) { return gpiod_get_value(desc); }
void gpiod_set_value_cansleep(struct gpio_desc *desc, int value) { gpiod_set_value(desc, value); }
int gpiod_cansleep(const struct gpio_desc *desc) { return desc ? desc->gdev->chip->can_sleep : 0; }
int gpiod_is_active_low(const struct gpio_desc *desc) { return desc ? desc->active_low : 0; }

int gpiod_to_irq(const struct gpio_desc *desc)
{
	struct gpio_chip *gc;
	int irq;

	if (!desc || IS_ERR(desc))
		return -EINVAL;
	gc = desc->gdev->chip;
	if (!gc->to_irq)
		return -ENXIO;
	irq = gc->to_irq(gc, offset_of(desc));
	return irq ? irq : -ENXIO;
}

int gpiod_set_consumer_name(struct gpio_desc *desc, const char *name)
{
	if (desc)
		desc->label = name;
	return 0;
}
