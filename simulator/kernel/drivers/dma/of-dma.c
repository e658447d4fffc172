/* Finds the DMA channel that a device tree node names: the controller's driver translates the cells behind its phandle. */
#include <linux/mutex.h>
#include <linux/of_dma.h>
#include <linux/slab.h>

static LIST_HEAD(of_dma_list);
static DEFINE_MUTEX(of_dma_lock);

int of_dma_controller_register(struct device_node *np,
			       struct dma_chan *(*of_dma_xlate)(struct of_phandle_args *, struct of_dma *), void *data)
{
	struct of_dma *controller;

	if (!np || !of_dma_xlate) {
		pr_err("%s: not enough information provided\n", __func__);
		return -EINVAL;
	}
	controller = kzalloc(sizeof(*controller), GFP_KERNEL);
	if (!controller)
		return -ENOMEM;
	controller->of_node = np;
	controller->of_dma_xlate = of_dma_xlate;
	controller->of_dma_data = data;
	mutex_lock(&of_dma_lock);
	list_add_tail(&controller->of_dma_controllers, &of_dma_list);
	mutex_unlock(&of_dma_lock);
	return 0;
}

static struct of_dma *controller_of(struct device_node *np)
{
	struct of_dma *controller;

	list_for_each_entry(controller, &of_dma_list, of_dma_controllers)
		if (controller->of_node == np)
			return controller;
	return NULL;
}

void of_dma_controller_free(struct device_node *np)
{
	struct of_dma *controller;

	mutex_lock(&of_dma_lock);
	controller = controller_of(np);
	if (controller) {
		list_del(&controller->of_dma_controllers);
		kfree(controller);
	}
	mutex_unlock(&of_dma_lock);
}

struct dma_chan *of_dma_request_slave_channel(struct device_node *np, const char *name)
{
	struct dma_chan *chan = ERR_PTR(-ENODEV), *found;
	struct of_phandle_args args;
	struct of_dma *controller;
	const char *each;
	int count, i;

	if (!np || !name) {
		pr_err("%s: not enough information provided\n", __func__);
		return chan;
	}
	if (!of_find_property(np, "dmas", NULL))
		return chan;
	count = of_property_count_strings(np, "dma-names");
	if (count < 0) {
		pr_err("%s: dma-names property of node '%pOF' missing or empty\n", __func__, np);
		return chan;
	}
	mutex_lock(&of_dma_lock);
	for (i = 0; i < count; i++) {
		if (of_property_read_string_index(np, "dma-names", i, &each) || strcmp(each, name) ||
		    of_parse_phandle_with_args(np, "dmas", "#dma-cells", i, &args))
			continue;
		controller = controller_of(args.np);
		found = controller ? controller->of_dma_xlate(&args, controller) : NULL;
		if (!controller)
			chan = ERR_PTR(-EPROBE_DEFER);
		if (found) {
			chan = found;
			break;
		}
	}
	mutex_unlock(&of_dma_lock);
	return chan;
}

struct dma_chan *of_dma_simple_xlate(struct of_phandle_args *args, struct of_dma *controller)
{
	struct of_dma_filter_info *info = controller->of_dma_data;

	if (!info || !info->filter_fn || args->args_count != 1)
		return NULL;
	return __dma_request_channel(&info->dma_cap, info->filter_fn, &args->args[0], args->np);
}

struct dma_chan *of_dma_xlate_by_chan_id(struct of_phandle_args *args, struct of_dma *controller)
{
	struct dma_device *device = controller->of_dma_data;
	struct dma_chan *chan;

	if (!device || args->args_count != 1)
		return NULL;
	list_for_each_entry(chan, &device->channels, device_node)
		if (chan->chan_id == args->args[0])
			return dma_get_slave_channel(chan);
	return NULL;
}
