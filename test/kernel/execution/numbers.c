// SPDX-License-Identifier: MIT
/* Which numbers are given: majors and minors without a wish, those that are taken or out of range, and interrupts that are somebody's or nobody's. */
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/pci.h>

static const struct file_operations fops = { .owner = THIS_MODULE };
static int dynamic[160];
static struct miscdevice misc[6];
static const char *const names[] = { "m0", "m1", "m2", "m3", "m4", "m5" };

static void majors_in_order(void)
{
	int i, count;

	for (count = 0; count < ARRAY_SIZE(dynamic); count++) {
		dynamic[count] = register_chrdev(0, "numbers", &fops);
		if (dynamic[count] < 0)
			break;
	}
	pr_info("%d majors, then %d\n", count, dynamic[count]);
	for (i = 0; i < count; i++) {
		if (i == 0 || dynamic[i] != dynamic[i - 1] - 1)
			pr_info("from %d on\n", dynamic[i]);
		unregister_chrdev(dynamic[i], "numbers");
	}
}

static void allocate(unsigned int first, unsigned int count)
{
	dev_t dev = 0;
	int error = alloc_chrdev_region(&dev, first, count, "region");

	pr_info("%u from %u: %d %d:%d\n", count, first, error, MAJOR(dev), MINOR(dev));
	if (!error)
		unregister_chrdev_region(dev, count);
}

static void ask_for(unsigned int major, unsigned int first, unsigned int count)
{
	int error = register_chrdev_region(MKDEV(major, first), count, "wish");

	pr_info("%u:%u and %u: %d\n", major, first, count, error);
	if (!error)
		unregister_chrdev_region(MKDEV(major, first), count);
}

static void regions(void)
{
	int major;

	allocate(0, 1);
	allocate(5, 300);
	allocate(0, 1 << 20);
	allocate(0, (1 << 20) + 1);
	allocate(1, 1 << 20);
	ask_for(1, 3, 1);
	ask_for(1, 200, 1);
	ask_for(4, 64, 1);
	ask_for(4, 96, 1);
	ask_for(10, 200, 1);
	ask_for(13, 1023, 2);
	ask_for(42, 0, 1);
	ask_for(254, 15, 1);
	ask_for(254, 16, 1);
	ask_for(511, 0, 1);
	ask_for(512, 0, 1);
	ask_for(240, 0xfffff, 2);
	pr_info("chrdev %d", register_chrdev(240, "x", &fops));
	pr_info("again %d", register_chrdev(240, "x", &fops));
	ask_for(240, 255, 1);
	ask_for(240, 256, 1);
	unregister_chrdev_region(MKDEV(240, 0), 1);
	ask_for(240, 0, 1);
	unregister_chrdev(240, "x");
	ask_for(240, 0, 1);
	pr_info("chrdev %d\n", register_chrdev(512, "x", &fops));
	pr_info("chrdev %d\n", register_chrdev(-1, "x", &fops));
	pr_info("chrdev %d\n", register_chrdev(10, "x", &fops));
	major = register_chrdev(0, "a/b!c", &fops);
	pr_info("chrdev %d\n", major);
	unregister_chrdev(major, "another name");
}

static void minors(void)
{
	static struct miscdevice fixed = { .minor = 200, .name = "fixed", .fops = &fops };
	static struct miscdevice second = { .minor = 200, .name = "second", .fops = &fops };
	static struct miscdevice large = { .minor = 256, .name = "large", .fops = &fops };
	static struct miscdevice taken = { .minor = 228, .name = "taken", .fops = &fops };
	int i;

	for (i = 0; i < ARRAY_SIZE(misc); i++) {
		misc[i].minor = MISC_DYNAMIC_MINOR;
		misc[i].name = names[i];
		misc[i].fops = &fops;
		pr_info("misc %d", misc_register(&misc[i]));
		pr_info("minor %d\n", misc[i].minor);
	}
	misc_deregister(&misc[2]);
	pr_info("minor %d once gone\n", misc[2].minor);
	misc[2].minor = MISC_DYNAMIC_MINOR;
	pr_info("misc %d", misc_register(&misc[2]));
	pr_info("minor %d\n", misc[2].minor);
	pr_info("fixed %d", misc_register(&fixed));
	pr_info("second %d", misc_register(&second));
	pr_info("large %d", misc_register(&large));
	pr_info("taken %d", misc_register(&taken));
	misc_deregister(&fixed);
	misc_deregister(&large);
	for (i = 0; i < ARRAY_SIZE(misc); i++)
		misc_deregister(&misc[i]);
}

static irqreturn_t handler(int irq, void *dev_id)
{
	return IRQ_NONE;
}

static void interrupts(const char *when, unsigned long flags)
{
	int error, last = 1;
	unsigned int irq;

	for (irq = 0; irq < 40; irq++) {
		error = request_irq(irq, handler, flags, "numbers", misc);
		if (error != last)
			pr_info("%s, from %u on: %d\n", when, irq, error);
		last = error;
		if (!error)
			free_irq(irq, misc);
	}
}

static int __init numbers_init(void)
{
	struct pci_dev *edu = pci_get_device(0x1234, 0x11e8, NULL);

	majors_in_order();
	regions();
	minors();
	interrupts("exclusive", 0);
	interrupts("shared", IRQF_SHARED);
	pr_info("irq %d", edu->irq);
	pr_info("enable %d", pci_enable_device(edu));
	pr_info("irq %d", edu->irq);
	interrupts("enabled", IRQF_SHARED);
	pci_disable_device(edu);
	pr_info("irq %d", edu->irq);
	interrupts("disabled", IRQF_SHARED);
	pci_dev_put(edu);
	return 0;
}

static void __exit numbers_exit(void)
{
}

module_init(numbers_init);
module_exit(numbers_exit);
MODULE_LICENSE("GPL");
