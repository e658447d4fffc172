/* Platform devices of the driver's own: what devm gives back and in which order, deferred probing, run-time power management, failures. */
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/pm_runtime.h>
#include <linux/delay.h>
#include <linux/slab.h>

static bool provider_ready;

static void action(void *data)
{
	pr_info("action %ld\n", (long)data);
}

static void custom_release(struct device *dev, void *resource)
{
	dev_info(dev, "resource %d given back\n", *(int *)resource);
}

static int user_probe(struct platform_device *pdev)
{
	int *number;
	char *text;

	if (!provider_ready) {
		dev_info(&pdev->dev, "not yet\n");
		return dev_err_probe(&pdev->dev, -EPROBE_DEFER, "waiting for the provider\n");
	}
	text = devm_kasprintf(&pdev->dev, GFP_KERNEL, "%s of %d", "text", pdev->id);
	dev_info(&pdev->dev, "%s, data %s\n", text, (char *)dev_get_platdata(&pdev->dev));
	devm_add_action(&pdev->dev, action, (void *)1L);
	number = devres_alloc(custom_release, sizeof(*number), GFP_KERNEL);
	*number = 5;
	devres_add(&pdev->dev, number);
	devm_add_action_or_reset(&pdev->dev, action, (void *)2L);
	devm_add_action(&pdev->dev, action, (void *)3L);
	devm_remove_action(&pdev->dev, action, (void *)1L);
	if (pdev->id == 2)
		return dev_err_probe(&pdev->dev, -EIO, "id %d\n", pdev->id);
	return 0;
}

static int user_remove(struct platform_device *pdev)
{
	dev_info(&pdev->dev, "remove, drvdata %p\n", platform_get_drvdata(pdev));
	return 0;
}

static int runtime_suspend(struct device *dev)
{
	dev_info(dev, "runtime suspend\n");
	return 0;
}

static int runtime_resume(struct device *dev)
{
	dev_info(dev, "runtime resume\n");
	return 0;
}

static const struct dev_pm_ops provider_pm = { SET_RUNTIME_PM_OPS(runtime_suspend, runtime_resume, NULL) };

static int provider_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;

	provider_ready = true;
	dev_info(dev, "get before enable %d\n", pm_runtime_get_sync(dev));
	pm_runtime_put_noidle(dev);
	pm_runtime_enable(dev);
	dev_info(dev, "suspended %d\n", pm_runtime_suspended(dev));
	dev_info(dev, "get %d\n", pm_runtime_get_sync(dev));
	dev_info(dev, "again %d\n", pm_runtime_get_sync(dev));
	dev_info(dev, "put %d\n", pm_runtime_put_sync(dev));
	dev_info(dev, "put %d\n", pm_runtime_put_sync(dev));
	pm_runtime_set_autosuspend_delay(dev, 50);
	pm_runtime_use_autosuspend(dev);
	dev_info(dev, "get %d\n", pm_runtime_resume_and_get(dev));
	pm_runtime_mark_last_busy(dev);
	pm_runtime_put_autosuspend(dev);
	msleep(20);
	dev_info(dev, "after 20 ms suspended %d\n", pm_runtime_suspended(dev));
	msleep(100);
	dev_info(dev, "after 120 ms suspended %d\n", pm_runtime_suspended(dev));
	pm_runtime_put_sync(dev);
	return 0;
}

static int provider_remove(struct platform_device *pdev)
{
	pm_runtime_dont_use_autosuspend(&pdev->dev);
	pm_runtime_disable(&pdev->dev);
	return 0;
}

static struct platform_driver user_driver = { .probe = user_probe, .remove = user_remove, .driver = { .name = "managed-user" } };
static struct platform_driver provider_driver = {
	.probe = provider_probe, .remove = provider_remove, .driver = { .name = "managed-provider", .pm = &provider_pm },
};
static struct platform_device *users[2], *provider;

static int __init managed_init(void)
{
	struct platform_device_info info = {
		.name = "managed-user", .id = 1, .data = "words", .size_data = 6, .dma_mask = DMA_BIT_MASK(30),
	};

	users[0] = platform_device_register_full(&info);
	pr_info("mask %llx %llx\n", *users[0]->dev.dma_mask, users[0]->dev.coherent_dma_mask);
	platform_driver_register(&user_driver);
	provider = platform_device_register_simple("managed-provider", PLATFORM_DEVID_NONE, NULL, 0);
	platform_driver_register(&provider_driver);
	msleep(50);
	pr_info("bound %d\n", users[0]->dev.driver != NULL);
	users[1] = platform_device_alloc("managed-user", 2);
	platform_device_add_data(users[1], "other", 6);
	pr_info("add %d\n", platform_device_add(users[1]));
	return 0;
}

static void __exit managed_exit(void)
{
	platform_device_unregister(users[1]);
	platform_driver_unregister(&user_driver);
	platform_device_unregister(users[0]);
	platform_device_unregister(provider);
	platform_driver_unregister(&provider_driver);
}

module_init(managed_init);
module_exit(managed_exit);
MODULE_LICENSE("GPL");
