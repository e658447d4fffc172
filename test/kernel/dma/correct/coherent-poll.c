/* Waits for the device by looking at coherent memory, as drivers do for a status block. */
#include <linux/delay.h>
#include "../edu.h"

static int use(struct edu *edu)
{
	dma_addr_t handle;
	u32 *status = dma_alloc_coherent(edu->dev, 4096, &handle, GFP_KERNEL);
	int i;

	if (!status)
		return -ENOMEM;
	status[1] = 0x1234;
	if (edu_move(edu, handle + 4, 4, TO_EDU))
		return -EIO;
	edu_start(edu, handle, 4, FROM_EDU);
	for (i = 0; i < 300 && READ_ONCE(status[0]) == 0; i++)
		msleep(1);
	dma_rmb();
	printk("status %x\n", status[0]);
	edu_wait(edu);
	dma_free_coherent(edu->dev, 4096, status, handle);
	return 0;
}
