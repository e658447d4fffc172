/* Handing messages to an SPI controller, and waiting for them. */
#include <linux/completion.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "kernel/drivers/spi/spi-core.h"

static int check_spi_direction(struct spi_device *spi, const struct spi_transfer *xfer)
{
	u16 flags = spi->controller->flags;

	if (flags & SPI_CONTROLLER_HALF_DUPLEX || spi->mode & SPI_3WIRE) {
		if ((xfer->rx_buf && xfer->tx_buf) || (flags & SPI_CONTROLLER_NO_TX && xfer->tx_buf) ||
		    (flags & SPI_CONTROLLER_NO_RX && xfer->rx_buf))
			return -EINVAL;
	}
	if ((xfer->tx_buf && spi->mode & SPI_NO_TX) || (xfer->rx_buf && spi->mode & SPI_NO_RX))
		return -EINVAL;
	if (xfer->tx_nbits > SPI_NBITS_SINGLE && !(spi->mode & (SPI_TX_DUAL | SPI_TX_QUAD)))
		return -EINVAL;
	if (xfer->rx_nbits > SPI_NBITS_SINGLE && !(spi->mode & (SPI_RX_DUAL | SPI_RX_QUAD)))
		return -EINVAL;
	return 0;
}

/* What a transfer does not say is the device's; it must be whole words of 1, 2 or 4 bytes. */
static int complete_spi_transfer(struct spi_device *spi, struct spi_transfer *xfer)
{
	struct spi_controller *ctlr = spi->controller;
	unsigned int word;

	xfer->effective_speed_hz = 0;
	if (!xfer->bits_per_word)
		xfer->bits_per_word = spi->bits_per_word;
	if (!xfer->speed_hz)
		xfer->speed_hz = spi->max_speed_hz;
	if (ctlr->max_speed_hz && xfer->speed_hz > ctlr->max_speed_hz)
		xfer->speed_hz = ctlr->max_speed_hz;
	word = xfer->bits_per_word <= 8 ? 1 : xfer->bits_per_word <= 16 ? 2 : 4;
	if (!__spi_supports_bits_per_word(ctlr, xfer->bits_per_word) || xfer->len % word)
		return -EINVAL;
	if (xfer->speed_hz && ctlr->min_speed_hz && xfer->speed_hz < ctlr->min_speed_hz)
		return -EINVAL;
	if (xfer->tx_buf && !xfer->tx_nbits)
		xfer->tx_nbits = SPI_NBITS_SINGLE;
	if (xfer->rx_buf && !xfer->rx_nbits)
		xfer->rx_nbits = SPI_NBITS_SINGLE;
	return check_spi_direction(spi, xfer);
}

static int check_spi_message(struct spi_device *spi, struct spi_message *message)
{
	struct spi_transfer *xfer;

	if (list_empty(&message->transfers))
		return -EINVAL;
	message->frame_length = 0;
	list_for_each_entry(xfer, &message->transfers, transfer_list) {
		int error = complete_spi_transfer(spi, xfer);

		if (error)
			return error;
		message->frame_length += xfer->len;
	}
	message->status = -EINPROGRESS;
	message->spi = spi;
	return 0;
}

static int submit_spi_message(struct spi_device *spi, struct spi_message *message, bool locked)
{
	struct spi_controller *ctlr = spi->controller;
	unsigned long flags;
	int status;

	spin_lock_irqsave(&ctlr->bus_lock_spinlock, flags);
	status = ctlr->bus_lock_flag && !locked ? -EBUSY : ctlr->transfer(spi, message);
	spin_unlock_irqrestore(&ctlr->bus_lock_spinlock, flags);
	return status;
}

/* The completion callback runs in a context that cannot sleep. */
int spi_async(struct spi_device *spi, struct spi_message *message)
{
	int status = check_spi_message(spi, message);

	return status ? status : submit_spi_message(spi, message, false);
}

static void complete_spi_sync(void *done)
{
	complete(done);
}

int spi_sync_locked(struct spi_device *spi, struct spi_message *message)
{
	struct spi_controller *ctlr = spi->controller;
	DECLARE_COMPLETION_ONSTACK(done);
	int status;

	if (ctlr->flags & SPI_CONTROLLER_SUSPENDED) {
		dev_warn_once(&spi->dev, "Attempted to sync while suspend\n");
		return -ESHUTDOWN;
	}
	status = check_spi_message(spi, message);
	if (status)
		return status;
	if (ctlr->queue_empty && !ctlr->must_async) {
		message->actual_length = 0;
		__spi_transfer_message_noqueue(ctlr, message);
		return message->status;
	}
	message->complete = complete_spi_sync;
	message->context = &done;
	status = submit_spi_message(spi, message, true);
	if (status == 0) {
		wait_for_completion(&done);
		status = message->status;
	}
	message->complete = NULL;
	message->context = NULL;
	return status;
}

int spi_sync(struct spi_device *spi, struct spi_message *message)
{
	int status;

	mutex_lock(&spi->controller->bus_lock_mutex);
	status = spi_sync_locked(spi, message);
	mutex_unlock(&spi->controller->bus_lock_mutex);
	return status;
}

int spi_bus_lock(struct spi_controller *ctlr)
{
	unsigned long flags;

	mutex_lock(&ctlr->bus_lock_mutex);
	spin_lock_irqsave(&ctlr->bus_lock_spinlock, flags);
	ctlr->bus_lock_flag = true;
	spin_unlock_irqrestore(&ctlr->bus_lock_spinlock, flags);
	return 0;
}

int spi_bus_unlock(struct spi_controller *ctlr)
{
	ctlr->bus_lock_flag = false;
	mutex_unlock(&ctlr->bus_lock_mutex);
	return 0;
}

/* Copied through memory that a device may use, so that the caller's may stand on its stack. */
int spi_write_then_read(struct spi_device *spi, const void *txbuf, unsigned int n_tx, void *rxbuf, unsigned int n_rx)
{
	struct spi_transfer xfers[2] = { { .len = n_tx }, { .len = n_rx } };
	struct spi_message message;
	int status;
	u8 *copy = kmalloc(max_t(unsigned int, max(32, SMP_CACHE_BYTES), n_tx + n_rx), GFP_KERNEL | GFP_DMA);

	if (!copy)
		return -ENOMEM;
	memcpy(copy, txbuf, n_tx);
	xfers[0].tx_buf = copy;
	xfers[1].rx_buf = copy + n_tx;
	spi_message_init(&message);
	if (n_tx)
		spi_message_add_tail(&xfers[0], &message);
	if (n_rx)
		spi_message_add_tail(&xfers[1], &message);
	status = spi_sync(spi, &message);
	if (status == 0)
		memcpy(rxbuf, xfers[1].rx_buf, n_rx);
	kfree(copy);
	return status;
}
