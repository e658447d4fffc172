/* SPI controllers while the system sleeps: their queue stands still, and who waits for a message is refused. */
#include "kernel/drivers/spi/spi-core.h"

static void mark_spi_suspended(struct spi_controller *ctlr, bool suspended)
{
	mutex_lock(&ctlr->bus_lock_mutex);
	ctlr->flags = suspended ? ctlr->flags | SPI_CONTROLLER_SUSPENDED : ctlr->flags & ~SPI_CONTROLLER_SUSPENDED;
	mutex_unlock(&ctlr->bus_lock_mutex);
}

int spi_controller_suspend(struct spi_controller *ctlr)
{
	int error = 0;

	if (ctlr->cur_msg && ctlr->slave && ctlr->slave_abort)
		ctlr->slave_abort(ctlr);
	if (ctlr->queued) {
		error = __spi_stop_queue(ctlr);
		if (error)
			dev_err(&ctlr->dev, "queue stop failed\n");
	}
	mark_spi_suspended(ctlr, true);
	return error;
}

int spi_controller_resume(struct spi_controller *ctlr)
{
	mark_spi_suspended(ctlr, false);
	if (!ctlr->queued)
		return 0;
	if (ctlr->running || ctlr->busy) {
		dev_err(&ctlr->dev, "queue restart failed\n");
		return -EBUSY;
	}
	ctlr->running = true;
	ctlr->cur_msg = NULL;
	kthread_queue_work(ctlr->kworker, &ctlr->pump_messages);
	return 0;
}
