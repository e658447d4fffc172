/* What was chosen once is asked for again in another place: of masks, and of memory that may be of two kinds. */
#include "corpus.h"

struct wishes {
	bool all_bits;
};

int ok_fallback_of_who_wants_less(struct pci_dev *pdev, const struct wishes *wishes)
{
	if (wishes->all_bits && !dma_set_mask(&pdev->dev, DMA_BIT_MASK(64)))
		return dma_set_coherent_mask(&pdev->dev, DMA_BIT_MASK(64));
	return dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32));
}

int ok_less_is_wanted_or_all_fails(struct pci_dev *pdev, const struct wishes *wishes)
{
	if (!wishes->all_bits || dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64)))
		return dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32));
	return 0;
}

int bad_fallback_within_a_wish(struct pci_dev *pdev, const struct wishes *wishes)
{
	if (wishes->all_bits && dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64)))
		return dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32)); /* expect: dead-mask-fallback */
	return 0;
}

struct store {
	struct kref users;
	int way;
	struct device *dev;
	void *memory;
	dma_addr_t dma;
};

void publish(struct store *store);

static struct store *make_store(struct device *dev, int way)
{
	struct store *store = kzalloc(sizeof(*store), GFP_KERNEL);

	if (!store)
		return NULL;
	store->way = way;
	store->dev = dev;
	if (store->way != DMA_NONE)
		store->memory = dma_alloc_coherent(dev, PAGE_SIZE, &store->dma, GFP_KERNEL);
	else
		store->memory = (void *)get_zeroed_page(GFP_KERNEL);
	publish(store);
	return store;
}

struct page *ok_page_of_plain_memory(struct device *dev, int way)
{
	struct store *store = make_store(dev, way);

	if (!store || !store->memory)
		return NULL;
	if (store->way != DMA_NONE)
		return NULL;
	return virt_to_page(store->memory);
}

struct page *bad_page_of_any_memory(struct device *dev, int way)
{
	struct store *store = make_store(dev, way);

	if (!store || !store->memory)
		return NULL;
	return virt_to_page(store->memory); /* expect: virt-to-phys-of-dma-memory */
}
