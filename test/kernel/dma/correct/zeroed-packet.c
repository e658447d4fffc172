/* All of a buffer is given away of which the device filled part: what stood there before were zeroes. */
#define EDU_LEAVE
#include "../edu.h"

#define ROOM 1024
#define PACKET 100

static ssize_t packet_read(struct file *file, char __user *to, size_t count, loff_t *position)
{
	struct edu *edu = file->private_data;

	return simple_read_from_buffer(to, count, position, edu->private, ROOM);
}

static const struct file_operations packet_operations = { .owner = THIS_MODULE, .open = simple_open, .read = packet_read };

static int use(struct edu *edu)
{
	dma_addr_t handle;
	int error;

	edu->private = kzalloc(ROOM, GFP_KERNEL);
	if (!edu->private)
		return -ENOMEM;
	handle = dma_map_single(edu->dev, edu->private, ROOM, DMA_FROM_DEVICE);
	if (dma_mapping_error(edu->dev, handle)) {
		kfree(edu->private);
		return -ENOMEM;
	}
	error = edu_move(edu, handle, PACKET, FROM_EDU);
	dma_unmap_single(edu->dev, handle, ROOM, DMA_FROM_DEVICE);
	edu->file = debugfs_create_file("packet", 0400, NULL, edu, &packet_operations);
	return error;
}

static void leave(struct edu *edu)
{
	debugfs_remove(edu->file);
	kfree(edu->private);
}
