/* An input device, with events that are news and others that are none. */
#include <linux/module.h>
#include <linux/input.h>
#include <linux/miscdevice.h>
#include <linux/fs.h>
#include <linux/platform_device.h>
#include <linux/uaccess.h>
static struct input_dev *js;
static struct platform_device *pd;

static int op(struct input_dev *d)
{
	pr_info("open %s drv %s users %d\n", d->name, (char *)input_get_drvdata(d), d->users);
	return 0;
}

static void cl(struct input_dev *d)
{
	pr_info("close %s\n", d->name);
}

static ssize_t wr(struct file *f, const char __user *u, size_t n, loff_t *o)
{
	char c;
	if (get_user(c, u))
		return -EFAULT;
	if (c == 'k') {
		input_report_key(js, BTN_TRIGGER, 1);
		input_report_key(js, BTN_TRIGGER, 1);
		input_sync(js);
		input_report_key(js, BTN_TRIGGER, 0);
		input_report_key(js, BTN_THUMB, 1);
		input_sync(js);
		input_sync(js);
	}
	if (c == 'j') {
		input_report_abs(js, ABS_X, 10);
		input_report_abs(js, ABS_X, 12);
		input_report_abs(js, ABS_Y, -300);
		input_report_rel(js, REL_DIAL, 5);
		input_report_rel(js, REL_DIAL, 0);
		input_event(js, EV_MSC, MSC_SCAN, 7);
		input_sync(js);
	}
	return n;
}
static const struct file_operations fops = { .owner = THIS_MODULE, .write = wr };
static struct miscdevice misc = { MISC_DYNAMIC_MINOR, "feed", &fops };

static int __init init(void)
{
	int r;
	pd = platform_device_register_simple("stick", -1, NULL, 0);
	js = input_allocate_device();
	if (!js)
		return -ENOMEM;
	js->name = "stick";
	js->phys = "stick/input0";
	js->id.bustype = BUS_HOST;
	js->id.vendor = 0x1234;
	js->id.product = 1;
	js->id.version = 0x100;
	js->open = op;
	js->close = cl;
	js->dev.parent = &pd->dev;
	input_set_drvdata(js, "data");
	input_set_abs_params(js, ABS_X, -255, 255, 4, 8);
	input_set_abs_params(js, ABS_Y, -255, 255, 0, 0);
	input_set_capability(js, EV_REL, REL_DIAL);
	input_set_capability(js, EV_MSC, MSC_SCAN);
	input_set_capability(js, EV_KEY, BTN_TRIGGER);
	r = input_register_device(js);
	pr_info("registered %d max %d\n", r, input_abs_get_max(js, ABS_X));
	return misc_register(&misc);
}

static void __exit fini(void)
{
	misc_deregister(&misc);
	input_unregister_device(js);
	platform_device_unregister(pd);
}

module_init(init);
module_exit(fini);
MODULE_LICENSE("GPL");
