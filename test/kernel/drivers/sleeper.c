/* A platform device of the machine file: properties, registers, firmware; every phase of sleep, shutdown at the end. */
#include <linux/firmware.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/of_device.h>
#include <linux/platform_device.h>
#include <linux/pm.h>
#include <linux/property.h>

static const int versions[] = { 1, 2 };

static irqreturn_t sleeper_irq(int irq, void *data)
{
	return IRQ_NONE;
}

static int sleeper_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	const int *version = of_device_get_match_data(dev);
	const struct firmware *firmware;
	const char *label = "none";
	u32 frequency = 0, depths[3] = { 0 };
	void __iomem *regs;
	int error;

	dev_info(dev, "version %d\n", version ? *version : 0);
	error = of_property_read_u32(dev->of_node, "clock-frequency", &frequency);
	dev_info(dev, "frequency %d %u\n", error, frequency);
	error = device_property_read_string(dev, "label", &label);
	dev_info(dev, "label %d %s\n", error, label);
	error = device_property_read_u32_array(dev, "depths", depths, 3);
	dev_info(dev, "depths %d %u %u %u\n", error, depths[0], depths[1], depths[2]);
	dev_info(dev, "too many %d, none %d\n", device_property_read_u32_array(dev, "depths", depths, 4),
		 of_property_read_u32(dev->of_node, "nothing", &frequency));
	dev_info(dev, "wide %d, thin %d\n", device_property_read_bool(dev, "wide"), device_property_read_bool(dev, "thin"));
	regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(regs))
		return PTR_ERR(regs);
	writel(0x12345678, regs + 8);
	writeb(0xaa, regs + 9);
	dev_info(dev, "register %x\n", readl(regs + 8));
	error = devm_request_irq(dev, platform_get_irq(pdev, 0), sleeper_irq, 0, "sleeper", pdev);
	dev_info(dev, "irq %d, second %d\n", error, platform_get_irq_optional(pdev, 1));
	error = request_firmware(&firmware, "sleeper.bin", dev);
	if (error)
		return error;
	dev_info(dev, "firmware %zu %.*s\n", firmware->size, (int)firmware->size, firmware->data);
	release_firmware(firmware);
	dev_info(dev, "no firmware %d\n", request_firmware(&firmware, "nothing.bin", dev));
	return 0;
}

static void sleeper_shutdown(struct platform_device *pdev)
{
	dev_info(&pdev->dev, "shutdown\n");
}

#define PHASE(name)                             \
static int sleeper_##name(struct device *dev)   \
{                                               \
	dev_info(dev, #name "\n");              \
	return 0;                               \
}

PHASE(prepare)
PHASE(suspend)
PHASE(suspend_late)
PHASE(suspend_noirq)
PHASE(resume_noirq)
PHASE(resume_early)
PHASE(resume)

static void sleeper_complete(struct device *dev)
{
	dev_info(dev, "complete\n");
}

static const struct dev_pm_ops sleeper_pm = {
	.prepare = sleeper_prepare, .suspend = sleeper_suspend, .suspend_late = sleeper_suspend_late,
	.suspend_noirq = sleeper_suspend_noirq, .resume_noirq = sleeper_resume_noirq, .resume_early = sleeper_resume_early,
	.resume = sleeper_resume, .complete = sleeper_complete,
};
static const struct of_device_id sleeper_match[] = {
	{ .compatible = "acme,sleeper", .data = &versions[0] }, { .compatible = "acme,sleeper-2", .data = &versions[1] }, {},
};
static struct platform_driver sleeper_driver = {
	.probe = sleeper_probe, .shutdown = sleeper_shutdown,
	.driver = { .name = "sleeper", .of_match_table = sleeper_match, .pm = &sleeper_pm },
};
module_platform_driver(sleeper_driver);
MODULE_LICENSE("GPL");
