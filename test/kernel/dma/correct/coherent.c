/* A coherent buffer: both may touch it at any time. */
#include "../edu.h"

static int use(struct edu *edu)
{
	dma_addr_t handle;
	char *buffer = dma_alloc_coherent(edu->dev, 300, &handle, GFP_KERNEL);
	int error;

	if (!buffer)
		return -ENOMEM;
	strcpy(buffer, "hello");
	edu_start(edu, handle, 300, TO_EDU);
	buffer[200] = buffer[0];
	error = edu_wait(edu);
	memset(buffer, 0, 300);
	if (!error)
		error = edu_move(edu, handle, 300, FROM_EDU);
	printk("%s\n", buffer);
	dma_free_coherent(edu->dev, 300, buffer, handle);
	return error;
}
