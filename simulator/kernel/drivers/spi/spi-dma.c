/* What the SPI core maps for a controller that does DMA, so that drivers of chips hand in plain kernel addresses. */
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "kernel/drivers/spi/spi-core.h"

/* A vmalloc area page by page, memory of the linear map in pieces that the controller takes. The model has no highmem. */
static int fill_spi_table(struct sg_table *table, void *buffer, size_t length, size_t piece, bool vmalloced)
{
	struct scatterlist *sg = table->sgl;

	for (; length > 0; sg = sg_next(sg)) {
		size_t here = min(length, piece);

		if (vmalloced) {
			struct page *page = vmalloc_to_page(buffer);

			if (!page)
				return -ENOMEM;
			here = min_t(size_t, here, PAGE_SIZE - offset_in_page(buffer));
			sg_set_page(sg, page, here, offset_in_page(buffer));
		} else {
			sg_set_buf(sg, buffer, here);
		}
		buffer += here;
		length -= here;
	}
	return 0;
}

/* Without cache maintenance: that is done around each transfer. */
static int map_spi_buffer(struct spi_controller *ctlr, struct device *dev, struct sg_table *table, void *buffer,
			  size_t length, enum dma_data_direction direction)
{
	bool vmalloced = is_vmalloc_addr(buffer);
	size_t most = dma_get_max_seg_size(dev), piece = min(most, vmalloced ? PAGE_SIZE : ctlr->max_dma_len);
	int error;

	if (!vmalloced && !virt_addr_valid(buffer))
		return -EINVAL;
	error = sg_alloc_table(table, DIV_ROUND_UP(length + (vmalloced ? offset_in_page(buffer) : 0), piece), GFP_KERNEL);
	if (error)
		return error;
	error = fill_spi_table(table, buffer, length, piece, vmalloced);
	if (!error)
		error = dma_map_sgtable(dev, table, direction, DMA_ATTR_SKIP_CPU_SYNC);
	if (error)
		sg_free_table(table);
	return error;
}

static void unmap_spi_buffer(struct device *dev, struct sg_table *table, enum dma_data_direction direction)
{
	if (!table->orig_nents)
		return;
	dma_unmap_sgtable(dev, table, direction, DMA_ATTR_SKIP_CPU_SYNC);
	sg_free_table(table);
	table->orig_nents = 0;
	table->nents = 0;
}

static struct device *spi_mapping_device(struct spi_controller *ctlr, struct dma_chan *channel)
{
	return channel ? channel->device->dev : ctlr->dma_map_dev ? ctlr->dma_map_dev : ctlr->dev.parent;
}

static int map_spi_transfer(struct spi_controller *ctlr, struct spi_transfer *xfer)
{
	struct device *tx = ctlr->cur_tx_dma_dev, *rx = ctlr->cur_rx_dma_dev;
	int error = 0;

	if (xfer->tx_buf)
		error = map_spi_buffer(ctlr, tx, &xfer->tx_sg, (void *)xfer->tx_buf, xfer->len, DMA_TO_DEVICE);
	if (error || !xfer->rx_buf)
		return error;
	error = map_spi_buffer(ctlr, rx, &xfer->rx_sg, xfer->rx_buf, xfer->len, DMA_FROM_DEVICE);
	if (error)
		unmap_spi_buffer(tx, &xfer->tx_sg, DMA_TO_DEVICE);
	return error;
}

static int map_spi_transfers(struct spi_controller *ctlr, struct spi_message *message)
{
	struct spi_transfer *xfer;
	int error;

	if (!ctlr->can_dma)
		return 0;
	ctlr->cur_tx_dma_dev = spi_mapping_device(ctlr, ctlr->dma_tx);
	ctlr->cur_rx_dma_dev = spi_mapping_device(ctlr, ctlr->dma_rx);
	list_for_each_entry(xfer, &message->transfers, transfer_list) {
		if (!ctlr->can_dma(ctlr, message->spi, xfer))
			continue;
		error = map_spi_transfer(ctlr, xfer);
		if (error)
			return error;
		ctlr->cur_msg_mapped = xfer->tx_buf || xfer->rx_buf || ctlr->cur_msg_mapped;
	}
	return 0;
}

/* A side that the controller cannot do without gets zeroes to send, or a place for what nobody wants. */
static int add_spi_dummies(struct spi_controller *ctlr, struct spi_message *message)
{
	unsigned int tx = 0, rx = 0;
	struct spi_transfer *xfer;

	list_for_each_entry(xfer, &message->transfers, transfer_list) {
		if (ctlr->flags & SPI_CONTROLLER_MUST_TX && !xfer->tx_buf)
			tx = max(tx, xfer->len);
		if (ctlr->flags & SPI_CONTROLLER_MUST_RX && !xfer->rx_buf)
			rx = max(rx, xfer->len);
	}
	if (tx) {
		void *grown = krealloc(ctlr->dummy_tx, tx, GFP_KERNEL | GFP_DMA | __GFP_ZERO);

		if (!grown)
			return -ENOMEM;
		ctlr->dummy_tx = grown;
	}
	if (rx) {
		void *grown = krealloc(ctlr->dummy_rx, rx, GFP_KERNEL | GFP_DMA);

		if (!grown)
			return -ENOMEM;
		ctlr->dummy_rx = grown;
	}
	list_for_each_entry(xfer, &message->transfers, transfer_list) {
		if (!(tx || rx) || !xfer->len)
			continue;
		if (!xfer->tx_buf)
			xfer->tx_buf = ctlr->dummy_tx;
		if (!xfer->rx_buf)
			xfer->rx_buf = ctlr->dummy_rx;
	}
	return 0;
}

int __spi_map_message(struct spi_controller *ctlr, struct spi_message *message)
{
	int error = message->spi->mode & SPI_3WIRE ? 0 : add_spi_dummies(ctlr, message);

	return error ? error : map_spi_transfers(ctlr, message);
}

void __spi_unmap_for_pio(struct spi_controller *ctlr, struct spi_message *message)
{
	struct spi_transfer *xfer;

	if (!ctlr->cur_msg_mapped)
		return;
	list_for_each_entry(xfer, &message->transfers, transfer_list) {
		unmap_spi_buffer(ctlr->cur_rx_dma_dev, &xfer->rx_sg, DMA_FROM_DEVICE);
		unmap_spi_buffer(ctlr->cur_tx_dma_dev, &xfer->tx_sg, DMA_TO_DEVICE);
	}
	ctlr->cur_msg_mapped = false;
}

void __spi_unmap_message(struct spi_controller *ctlr, struct spi_message *message)
{
	struct spi_transfer *xfer;

	list_for_each_entry(xfer, &message->transfers, transfer_list) {
		if (xfer->tx_buf == ctlr->dummy_tx)
			xfer->tx_buf = NULL;
		if (xfer->rx_buf == ctlr->dummy_rx)
			xfer->rx_buf = NULL;
	}
	__spi_unmap_for_pio(ctlr, message);
}

void __spi_sync_for_device(struct spi_controller *ctlr, struct spi_transfer *xfer)
{
	if (!ctlr->cur_msg_mapped)
		return;
	if (xfer->tx_sg.orig_nents)
		dma_sync_sgtable_for_device(ctlr->cur_tx_dma_dev, &xfer->tx_sg, DMA_TO_DEVICE);
	if (xfer->rx_sg.orig_nents)
		dma_sync_sgtable_for_device(ctlr->cur_rx_dma_dev, &xfer->rx_sg, DMA_FROM_DEVICE);
}

void __spi_sync_for_cpu(struct spi_controller *ctlr, struct spi_transfer *xfer)
{
	if (!ctlr->cur_msg_mapped)
		return;
	if (xfer->rx_sg.orig_nents)
		dma_sync_sgtable_for_cpu(ctlr->cur_rx_dma_dev, &xfer->rx_sg, DMA_FROM_DEVICE);
	if (xfer->tx_sg.orig_nents)
		dma_sync_sgtable_for_cpu(ctlr->cur_tx_dma_dev, &xfer->tx_sg, DMA_TO_DEVICE);
}
