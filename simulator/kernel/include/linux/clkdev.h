/* Clocks by the names of device and connection, where no device tree says which. */
#ifndef _LINUX_CLKDEV_H
#define _LINUX_CLKDEV_H

#include <linux/clk-provider.h>

/* drivers/clk/clkdev.c; NULL for a name that does not matter */
int clk_hw_register_clkdev(struct clk_hw *hw, const char *con_id, const char *dev_id);
int clk_register_clkdev(struct clk *clk, const char *con_id, const char *dev_id);

#endif
