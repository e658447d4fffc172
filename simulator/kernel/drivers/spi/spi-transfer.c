/* The transfers of one SPI message, for controllers whose drivers do one at a time. */
#include <linux/delay.h>
#include <linux/math64.h>
#include "kernel/drivers/spi/spi-core.h"

int spi_delay_to_ns(struct spi_delay *delay, struct spi_transfer *xfer)
{
	u32 hz;

	if (!delay->value || delay->unit == SPI_DELAY_UNIT_NSECS)
		return delay->value;
	if (delay->unit == SPI_DELAY_UNIT_USECS)
		return delay->value * NSEC_PER_USEC;
	if (delay->unit != SPI_DELAY_UNIT_SCK || !xfer)
		return -EINVAL;
	hz = xfer->effective_speed_hz ? xfer->effective_speed_hz : xfer->speed_hz / 2;
	return hz ? (int)(delay->value * DIV_ROUND_UP(NSEC_PER_SEC, hz)) : -EINVAL;
}

static void wait_spi_delay(u32 ns)
{
	u32 us = DIV_ROUND_UP(ns, NSEC_PER_USEC);

	if (ns == 0)
		return;
	if (ns <= NSEC_PER_USEC)
		ndelay(ns);
	else if (us <= 10)
		udelay(us);
	else
		usleep_range(us, us + DIV_ROUND_UP(us, 10));
}

int spi_delay_exec(struct spi_delay *delay, struct spi_transfer *xfer)
{
	int ns;

	might_sleep();
	if (!delay)
		return -EINVAL;
	ns = spi_delay_to_ns(delay, xfer);
	if (ns < 0)
		return ns;
	wait_spi_delay(ns);
	return 0;
}

void spi_finalize_current_transfer(struct spi_controller *ctlr)
{
	complete(&ctlr->xfer_completion);
}

/* Twice as long as the wire takes, and 200 ms. */
static int wait_for_spi_transfer(struct spi_controller *ctlr, struct spi_message *message, struct spi_transfer *xfer)
{
	u64 ms = div_u64(8ULL * MSEC_PER_SEC * xfer->len, xfer->speed_hz ? xfer->speed_hz : 100000);

	ms = min_t(u64, 2 * ms + 200, UINT_MAX);
	if (wait_for_completion_timeout(&ctlr->xfer_completion, msecs_to_jiffies(ms)))
		return 0;
	dev_err(&message->spi->dev, "SPI transfer timed out\n");
	return -ETIMEDOUT;
}

static int start_spi_transfer(struct spi_controller *ctlr, struct spi_message *message, struct spi_transfer *xfer)
{
	int result;

	reinit_completion(&ctlr->xfer_completion);
	__spi_sync_for_device(ctlr, xfer);
	result = ctlr->transfer_one(ctlr, message->spi, xfer);
	if (result >= 0)
		return result;
	__spi_sync_for_cpu(ctlr, xfer);
	if (!ctlr->cur_msg_mapped || !(xfer->error & SPI_TRANS_FAIL_NO_START))
		return result;
	/* DMA could not begin: once more without it */
	__spi_unmap_for_pio(ctlr, message);
	ctlr->fallback = true;
	xfer->error &= ~SPI_TRANS_FAIL_NO_START;
	return ctlr->transfer_one(ctlr, message->spi, xfer);
}

static int do_spi_transfer(struct spi_controller *ctlr, struct spi_message *message, struct spi_transfer *xfer)
{
	int result;

	if ((!xfer->tx_buf && !xfer->rx_buf) || !xfer->len) {
		if (xfer->len)
			dev_err(&message->spi->dev, "Bufferless transfer has length %u\n", xfer->len);
		return 0;
	}
	result = start_spi_transfer(ctlr, message, xfer);
	if (result < 0) {
		dev_err(&message->spi->dev, "SPI transfer failed: %d\n", result);
		return result;
	}
	if (result > 0) {
		result = wait_for_spi_transfer(ctlr, message, xfer);
		if (result < 0)
			message->status = result;
	}
	__spi_sync_for_cpu(ctlr, xfer);
	return result;
}

/* Between two transfers the select stays, or is taken back for a moment; behind the last it may be left as it is. */
static void change_spi_select(struct spi_message *message, struct spi_transfer *xfer, bool last, bool *keep)
{
	if (!xfer->cs_change)
		return;
	if (last) {
		*keep = true;
		return;
	}
	__spi_set_cs(message->spi, false, false);
	if (xfer->cs_change_delay.value)
		spi_delay_exec(&xfer->cs_change_delay, xfer);
	else if (xfer->cs_change_delay.unit == SPI_DELAY_UNIT_USECS)
		wait_spi_delay(10 * NSEC_PER_USEC);
	__spi_set_cs(message->spi, true, false);
}

int __spi_transfer_one_message(struct spi_controller *ctlr, struct spi_message *message)
{
	struct spi_transfer *xfer;
	bool keep = false;
	int result = 0;

	xfer = list_first_entry(&message->transfers, struct spi_transfer, transfer_list);
	__spi_set_cs(message->spi, !xfer->cs_off, false);
	list_for_each_entry(xfer, &message->transfers, transfer_list) {
		result = do_spi_transfer(ctlr, message, xfer);
		if (result < 0 || message->status != -EINPROGRESS)
			break;
		spi_transfer_delay_exec(xfer);
		change_spi_select(message, xfer, list_is_last(&xfer->transfer_list, &message->transfers), &keep);
		message->actual_length += xfer->len;
	}
	if (result != 0 || !keep)
		__spi_set_cs(message->spi, false, false);
	if (message->status == -EINPROGRESS)
		message->status = result;
	if (message->status && ctlr->handle_err)
		ctlr->handle_err(ctlr, message);
	spi_finalize_current_message(ctlr);
	return result;
}
