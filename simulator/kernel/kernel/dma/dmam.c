/* Coherent buffers that are freed with their device. */
#include <linux/bug.h>
#include <linux/device.h>
#include <linux/dma-mapping.h>

struct dma_devres {
	size_t size;
	void *address;
	dma_addr_t handle;
	unsigned long attributes;
};

static void dmam_release(struct device *dev, void *resource)
{
	struct dma_devres *buffer = resource;

	dma_free_attrs(dev, buffer->size, buffer->address, buffer->handle, buffer->attributes);
}

static int dmam_match(struct device *dev, void *resource, void *wanted)
{
	struct dma_devres *buffer = resource, *given = wanted;

	(void)dev;
	if (buffer->address != given->address)
		return 0;
	__WARN_ON_AT("kernel/dma/mapping.c", 45, buffer->size != given->size || buffer->handle != given->handle);
	return 1;
}

void *dmam_alloc_attrs(struct device *dev, size_t size, dma_addr_t *handle, gfp_t gfp, unsigned long attributes)
{
	struct dma_devres *buffer = devres_alloc(dmam_release, sizeof(*buffer), gfp);

	if (!buffer)
		return NULL;
	buffer->address = dma_alloc_attrs(dev, size, handle, gfp, attributes);
	if (!buffer->address) {
		devres_free(buffer);
		return NULL;
	}
	buffer->size = size;
	buffer->handle = *handle;
	buffer->attributes = attributes;
	devres_add(dev, buffer);
	return buffer->address;
}

void dmam_free_coherent(struct device *dev, size_t size, void *address, dma_addr_t handle)
{
	struct dma_devres given = { .size = size, .address = address, .handle = handle };

	__WARN_ON_AT("kernel/dma/mapping.c", 66, devres_destroy(dev, dmam_release, dmam_match, &given));
	dma_free_coherent(dev, size, address, handle);
}
