/* What drivers of boards find in a kernel without pins, supplies, PHYs, PWMs and interconnects. */
#include <linux/interconnect.h>
#include <linux/kmemleak.h>
#include <linux/module.h>
#include <linux/phy/phy.h>
#include <linux/pinctrl/consumer.h>
#include <linux/platform_device.h>
#include <linux/pwm.h>
#include <linux/regulator/consumer.h>

static int __init start(void)
{
	struct platform_device *pdev = platform_device_register_simple("board", -1, NULL, 0);
	struct device *dev = &pdev->dev;
	struct regulator *supply = devm_regulator_get(dev, "vcc");
	struct regulator_bulk_data supplies[] = { { .supply = "a" }, { .supply = "b" } };
	struct pinctrl *pins = devm_pinctrl_get_select_default(dev);

	pr_info("supply %ld enable %d is %d voltage %d optional %ld\n", PTR_ERR(supply), regulator_enable(supply), regulator_is_enabled(supply), regulator_get_voltage(supply), PTR_ERR(devm_regulator_get_optional(dev, "x")));
	pr_info("bulk %d %d set %d exclusive %ld\n", devm_regulator_bulk_get(dev, 2, supplies), regulator_bulk_enable(2, supplies), regulator_set_voltage(supply, 1, 2), PTR_ERR(regulator_get_exclusive(dev, "y")));
	pr_info("pins %ld state %ld select %d sleep %d\n", PTR_ERR(pins), PTR_ERR(pinctrl_lookup_state(pins, PINCTRL_STATE_SLEEP)), pinctrl_select_state(pins, NULL), pinctrl_pm_select_sleep_state(dev));
	pr_info("phy %ld optional %ld on %d\n", PTR_ERR(devm_phy_get(dev, "usb")), PTR_ERR(devm_phy_optional_get(dev, "usb")), phy_power_on(NULL));
	pr_info("pwm %ld path %ld bandwidth %d\n", PTR_ERR(devm_pwm_get(dev, NULL)), PTR_ERR(devm_of_icc_get(dev, "memory")), icc_set_bw(NULL, MBps_to_icc(1), 0));
	kmemleak_not_leak(pdev);
	platform_device_unregister(pdev);
	return 0;
}

static void __exit stop(void)
{
}

module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
