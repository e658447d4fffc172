/* The same coherent memory comes again and again. */
#include "../edu.h"

static int use(struct edu *edu)
{
	int i, error = 0;

	for (i = 0; i < 4 && !error; i++) {
		dma_addr_t handle;
		char *buffer = dma_alloc_coherent(edu->dev, 4096, &handle, GFP_KERNEL);

		if (!buffer)
			return -ENOMEM;
		error = edu_move(edu, handle, 64, i & 1 ? FROM_EDU : TO_EDU);
		dma_free_coherent(edu->dev, 4096, buffer, handle);
	}
	return error;
}
