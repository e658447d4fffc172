/* Reset lines, as the driver of their controller describes them. */
#ifndef _LINUX_RESET_CONTROLLER_H
#define _LINUX_RESET_CONTROLLER_H

#include <linux/list.h>
#include <linux/of.h>

struct reset_controller_dev;

struct reset_control_ops {
	int (*reset)(struct reset_controller_dev *rcdev, unsigned long id);
	int (*assert)(struct reset_controller_dev *rcdev, unsigned long id);
	int (*deassert)(struct reset_controller_dev *rcdev, unsigned long id);
	int (*status)(struct reset_controller_dev *rcdev, unsigned long id);
};

struct reset_controller_dev {
	const struct reset_control_ops *ops;
	struct module *owner;
	struct list_head list;
	struct list_head reset_control_head;
	struct device *dev;
	struct device_node *of_node;
	int of_reset_n_cells;
	int (*of_xlate)(struct reset_controller_dev *rcdev, const struct of_phandle_args *args);
	unsigned int nr_resets;
};

/* drivers/reset/core.c */
int reset_controller_register(struct reset_controller_dev *rcdev);
void reset_controller_unregister(struct reset_controller_dev *rcdev);
int devm_reset_controller_register(struct device *dev, struct reset_controller_dev *rcdev);

#endif
