/* What a platform device was given: its register ranges and interrupts, by number and by name. */
#include <linux/platform_device.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/string.h>

struct resource *platform_get_resource(struct platform_device *pdev, unsigned int type, unsigned int num)
{
	unsigned int i;

	for (i = 0; i < pdev->num_resources; i++)
		if ((pdev->resource[i].flags & 0x1f00) == type && num-- == 0)
			return &pdev->resource[i];
	return NULL;
}

struct resource *platform_get_resource_byname(struct platform_device *pdev, unsigned int type, const char *name)
{
	unsigned int i;

	for (i = 0; i < pdev->num_resources; i++) {
		struct resource *resource = &pdev->resource[i];

		if ((resource->flags & 0x1f00) == type && resource->name && !strcmp(resource->name, name))
			return resource;
	}
	return NULL;
}

int platform_get_irq_optional(struct platform_device *pdev, unsigned int num)
{
	struct resource *resource = platform_get_resource(pdev, IORESOURCE_IRQ, num);

	return resource ? (int)resource->start : -ENXIO;
}

int platform_get_irq(struct platform_device *pdev, unsigned int num)
{
	int irq = platform_get_irq_optional(pdev, num);

	return irq < 0 ? dev_err_probe(&pdev->dev, irq, "IRQ index %u not found\n", num) : irq;
}

int platform_get_irq_byname(struct platform_device *pdev, const char *name)
{
	struct resource *resource = platform_get_resource_byname(pdev, IORESOURCE_IRQ, name);

	if (!resource)
		dev_err(&pdev->dev, "IRQ %s not found\n", name);
	return resource ? (int)resource->start : -ENXIO;
}

void __iomem *devm_platform_get_and_ioremap_resource(struct platform_device *pdev, unsigned int index,
						     struct resource **result)
{
	struct resource *resource = platform_get_resource(pdev, IORESOURCE_MEM, index);

	if (result)
		*result = resource;
	return devm_ioremap_resource(&pdev->dev, resource);
}

void __iomem *devm_platform_ioremap_resource(struct platform_device *pdev, unsigned int index)
{
	return devm_platform_get_and_ioremap_resource(pdev, index, NULL);
}

void __iomem *devm_platform_ioremap_resource_byname(struct platform_device *pdev, const char *name)
{
	return devm_ioremap_resource(&pdev->dev, platform_get_resource_byname(pdev, IORESOURCE_MEM, name));
}

int platform_irq_count(struct platform_device *pdev)
{
	int count = 0;

	while (platform_get_irq_optional(pdev, count) >= 0)
		count++;
	return count;
}
