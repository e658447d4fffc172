/* SPI controllers: how their drivers register them, and the queue of messages that each works off. */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/idr.h>
#include <linux/slab.h>
#include "kernel/drivers/spi/spi-core.h"

static DEFINE_IDR(spi_bus_numbers);
static DEFINE_MUTEX(spi_bus_number_lock);

static void release_spi_controller(struct device *dev)
{
	kfree(container_of(dev, struct spi_controller, dev));
}

static struct class spi_master_class = { .name = "spi_master", .dev_release = release_spi_controller };

static void register_spi_master_class(void)
{
	static bool done;

	if (!done)
		done = class_register(&spi_master_class) == 0;
}

struct spi_controller *__spi_alloc_controller(struct device *dev, unsigned int size, bool slave)
{
	size_t own = ALIGN(sizeof(struct spi_controller), dma_get_cache_alignment());
	struct spi_controller *ctlr = dev ? kzalloc(size + own, GFP_KERNEL) : NULL;

	if (!ctlr)
		return NULL;
	__spi_bus_init();
	register_spi_master_class();
	device_initialize(&ctlr->dev);
	INIT_LIST_HEAD(&ctlr->queue);
	spin_lock_init(&ctlr->queue_lock);
	spin_lock_init(&ctlr->bus_lock_spinlock);
	mutex_init(&ctlr->bus_lock_mutex);
	mutex_init(&ctlr->io_mutex);
	mutex_init(&ctlr->add_lock);
	ctlr->bus_num = -1;
	ctlr->num_chipselect = 1;
	ctlr->slave = slave;
	ctlr->dev.class = &spi_master_class;
	ctlr->dev.parent = dev;
	spi_controller_set_devdata(ctlr, (void *)ctlr + own);
	return ctlr;
}

static void put_managed_controller(void *ctlr)
{
	spi_controller_put(ctlr);
}

struct spi_controller *__devm_spi_alloc_controller(struct device *dev, unsigned int size, bool slave)
{
	struct spi_controller *ctlr = __spi_alloc_controller(dev, size, slave);

	if (!ctlr)
		return NULL;
	ctlr->devm_allocated = true;
	return devm_add_action_or_reset(dev, put_managed_controller, ctlr) ? NULL : ctlr;
}

static void pump_spi_queue(struct kthread_work *work)
{
	__spi_pump_messages(container_of(work, struct spi_controller, pump_messages), true);
}

static int queue_spi_message(struct spi_device *spi, struct spi_message *message)
{
	struct spi_controller *ctlr = spi->controller;
	unsigned long flags;

	spin_lock_irqsave(&ctlr->queue_lock, flags);
	if (!ctlr->running) {
		spin_unlock_irqrestore(&ctlr->queue_lock, flags);
		return -ESHUTDOWN;
	}
	message->actual_length = 0;
	message->status = -EINPROGRESS;
	list_add_tail(&message->queue, &ctlr->queue);
	ctlr->queue_empty = false;
	if (!ctlr->busy)
		kthread_queue_work(ctlr->kworker, &ctlr->pump_messages);
	spin_unlock_irqrestore(&ctlr->queue_lock, flags);
	return 0;
}

static int start_spi_queue(struct spi_controller *ctlr)
{
	ctlr->transfer = queue_spi_message;
	if (!ctlr->transfer_one_message)
		ctlr->transfer_one_message = __spi_transfer_one_message;
	ctlr->queue_empty = true;
	ctlr->kworker = kthread_create_worker(0, "%s", dev_name(&ctlr->dev));
	if (IS_ERR(ctlr->kworker)) {
		dev_err(&ctlr->dev, "failed to create message pump kworker\n");
		return PTR_ERR(ctlr->kworker);
	}
	kthread_init_work(&ctlr->pump_messages, pump_spi_queue);
	ctlr->queued = true;
	ctlr->running = true;
	kthread_queue_work(ctlr->kworker, &ctlr->pump_messages);
	return 0;
}

/* Waits up to five seconds for what is queued. */
int __spi_stop_queue(struct spi_controller *ctlr)
{
	int tries;

	for (tries = 0; tries < 500 && (!list_empty(&ctlr->queue) || ctlr->busy); tries++)
		usleep_range(10000, 11000);
	if (!list_empty(&ctlr->queue) || ctlr->busy) {
		dev_warn(&ctlr->dev, "could not stop message queue\n");
		return -EBUSY;
	}
	ctlr->running = false;
	return 0;
}

static void destroy_spi_queue(struct spi_controller *ctlr)
{
	if (__spi_stop_queue(ctlr)) {
		dev_err(&ctlr->dev, "problem destroying queue\n");
		dev_err(&ctlr->dev, "queue remove failed\n");
		return;
	}
	kthread_destroy_worker(ctlr->kworker);
}

static int number_spi_bus(struct spi_controller *ctlr)
{
	int first = ctlr->bus_num >= 0 ? ctlr->bus_num : 0, id;

	mutex_lock(&spi_bus_number_lock);
	id = idr_alloc(&spi_bus_numbers, ctlr, first, ctlr->bus_num >= 0 ? first + 1 : 0, GFP_KERNEL);
	mutex_unlock(&spi_bus_number_lock);
	if (WARN(id < 0, "couldn't get idr"))
		return id == -ENOSPC ? -EBUSY : id;
	ctlr->bus_num = id;
	return 0;
}

static void forget_spi_bus(struct spi_controller *ctlr)
{
	mutex_lock(&spi_bus_number_lock);
	idr_remove(&spi_bus_numbers, ctlr->bus_num);
	mutex_unlock(&spi_bus_number_lock);
}

static int add_spi_controller(struct spi_controller *ctlr)
{
	int status;

	dev_set_name(&ctlr->dev, "spi%u", ctlr->bus_num);
	if (!ctlr->num_chipselect)
		return -EINVAL;
	ctlr->last_cs = -1;
	status = device_add(&ctlr->dev);
	if (status)
		return status;
	if (ctlr->transfer)
		dev_info(ctlr->dev.parent, "controller is unqueued, this is deprecated\n");
	else
		status = start_spi_queue(ctlr);
	if (status)
		device_del(&ctlr->dev);
	return status;
}

int spi_register_controller(struct spi_controller *ctlr)
{
	int status;

	if (!ctlr->dev.parent)
		return -ENODEV;
	if (!ctlr->transfer && !ctlr->transfer_one && !ctlr->transfer_one_message)
		return -EINVAL;
	status = number_spi_bus(ctlr);
	if (status)
		return status;
	ctlr->bus_lock_flag = false;
	init_completion(&ctlr->xfer_completion);
	init_completion(&ctlr->cur_msg_completion);
	if (!ctlr->max_dma_len)
		ctlr->max_dma_len = INT_MAX;
	status = add_spi_controller(ctlr);
	if (status)
		forget_spi_bus(ctlr);
	else
		__spi_register_of_devices(ctlr);
	return status;
}

static int unregister_spi_child(struct device *dev, void *unused)
{
	spi_unregister_device(to_spi_device(dev));
	return 0;
}

void spi_unregister_controller(struct spi_controller *ctlr)
{
	device_for_each_child(&ctlr->dev, NULL, unregister_spi_child);
	if (ctlr->queued)
		destroy_spi_queue(ctlr);
	device_del(&ctlr->dev);
	forget_spi_bus(ctlr);
	if (!ctlr->devm_allocated)
		put_device(&ctlr->dev);
}

static void unregister_managed_controller(void *ctlr)
{
	spi_unregister_controller(ctlr);
}

int devm_spi_register_controller(struct device *dev, struct spi_controller *ctlr)
{
	int status = spi_register_controller(ctlr);

	return status ? status : devm_add_action_or_reset(dev, unregister_managed_controller, ctlr);
}

/* No unqueued driver of today's needs more than this: the message's transfers are as long as the controller takes them. */
static int check_transfer_sizes(struct spi_controller *ctlr, struct spi_message *message)
{
	size_t most = spi_max_transfer_size(message->spi);
	struct spi_transfer *xfer;

	list_for_each_entry(xfer, &message->transfers, transfer_list) {
		if (xfer->len <= most)
			continue;
		dev_err(&ctlr->dev, "transfer of %u bytes: splitting at the controller's %zu is not modelled\n", xfer->len,
			most);
		return -EMSGSIZE;
	}
	return 0;
}

static int fail_spi_message(struct spi_controller *ctlr, struct spi_message *message, int error)
{
	message->status = error;
	spi_finalize_current_message(ctlr);
	return error;
}

static int prepare_spi_message(struct spi_controller *ctlr, struct spi_message *message)
{
	int error = check_transfer_sizes(ctlr, message);

	if (!error && ctlr->prepare_message) {
		error = ctlr->prepare_message(ctlr, message);
		if (error)
			dev_err(&ctlr->dev, "failed to prepare message: %d\n", error);
		else
			message->prepared = true;
	}
	return error ? error : __spi_map_message(ctlr, message);
}

static int run_spi_message(struct spi_controller *ctlr, struct spi_message *message, bool was_busy)
{
	int error = 0;

	if (!was_busy && ctlr->prepare_transfer_hardware) {
		error = ctlr->prepare_transfer_hardware(ctlr);
		if (error)
			dev_err(&ctlr->dev, "failed to prepare transfer hardware: %d\n", error);
	}
	if (!error)
		error = prepare_spi_message(ctlr, message);
	if (error)
		return fail_spi_message(ctlr, message, error);
	ctlr->cur_msg_incomplete = true;
	ctlr->cur_msg_need_completion = false;
	reinit_completion(&ctlr->cur_msg_completion);
	error = ctlr->transfer_one_message(ctlr, message);
	if (error) {
		dev_err(&ctlr->dev, "failed to transfer one message from queue\n");
		return error;
	}
	ctlr->cur_msg_need_completion = true;
	if (ctlr->cur_msg_incomplete)
		wait_for_completion(&ctlr->cur_msg_completion);
	return 0;
}

void spi_finalize_current_message(struct spi_controller *ctlr)
{
	struct spi_message *message = ctlr->cur_msg;
	int error;

	__spi_unmap_message(ctlr, message);
	if (message->prepared && ctlr->unprepare_message) {
		error = ctlr->unprepare_message(ctlr, message);
		if (error)
			dev_err(&ctlr->dev, "failed to unprepare message: %d\n", error);
	}
	message->prepared = false;
	ctlr->cur_msg_incomplete = false;
	if (ctlr->cur_msg_need_completion)
		complete(&ctlr->cur_msg_completion);
	message->state = NULL;
	if (message->complete)
		message->complete(message->context);
}

static void rest_spi_hardware(struct spi_controller *ctlr)
{
	kfree(ctlr->dummy_rx);
	ctlr->dummy_rx = NULL;
	kfree(ctlr->dummy_tx);
	ctlr->dummy_tx = NULL;
	if (ctlr->unprepare_transfer_hardware && ctlr->unprepare_transfer_hardware(ctlr))
		dev_err(&ctlr->dev, "failed to unprepare transfer hardware\n");
}

/* With nothing to do the hardware is put to rest, by the thread if that could take time. Called with the queue locked. */
static void rest_spi_queue(struct spi_controller *ctlr, bool in_kthread, unsigned long flags)
{
	bool nothing_to_undo = !ctlr->dummy_rx && !ctlr->dummy_tx && !ctlr->unprepare_transfer_hardware;

	if (!ctlr->busy)
		return;
	if (!in_kthread && !nothing_to_undo) {
		kthread_queue_work(ctlr->kworker, &ctlr->pump_messages);
		return;
	}
	ctlr->busy = false;
	if (!nothing_to_undo) {
		spin_unlock_irqrestore(&ctlr->queue_lock, flags);
		rest_spi_hardware(ctlr);
		spin_lock_irqsave(&ctlr->queue_lock, flags);
	}
	ctlr->queue_empty = true;
}

/* The next message of the queue; NULL: one is running, or there is none. */
static struct spi_message *next_spi_message(struct spi_controller *ctlr, bool in_kthread, bool *was_busy)
{
	struct spi_message *message = NULL;
	unsigned long flags;

	spin_lock_irqsave(&ctlr->queue_lock, flags);
	if (!ctlr->cur_msg && (list_empty(&ctlr->queue) || !ctlr->running)) {
		rest_spi_queue(ctlr, in_kthread, flags);
	} else if (!ctlr->cur_msg) {
		message = list_first_entry(&ctlr->queue, struct spi_message, queue);
		ctlr->cur_msg = message;
		list_del_init(&message->queue);
		*was_busy = ctlr->busy;
		ctlr->busy = true;
	}
	spin_unlock_irqrestore(&ctlr->queue_lock, flags);
	return message;
}

void __spi_pump_messages(struct spi_controller *ctlr, bool in_kthread)
{
	struct spi_message *message;
	bool was_busy;

	mutex_lock(&ctlr->io_mutex);
	message = next_spi_message(ctlr, in_kthread, &was_busy);
	if (message) {
		run_spi_message(ctlr, message, was_busy);
		kthread_queue_work(ctlr->kworker, &ctlr->pump_messages);
		ctlr->cur_msg = NULL;
		ctlr->fallback = false;
	}
	mutex_unlock(&ctlr->io_mutex);
	cond_resched();
}

/* In the caller's own context: what spi_sync() does while nothing is queued. */
void __spi_transfer_message_noqueue(struct spi_controller *ctlr, struct spi_message *message)
{
	bool was_busy;

	mutex_lock(&ctlr->io_mutex);
	was_busy = ctlr->busy;
	ctlr->cur_msg = message;
	if (run_spi_message(ctlr, message, was_busy))
		dev_err(&ctlr->dev, "noqueue transfer failed\n");
	ctlr->cur_msg = NULL;
	ctlr->fallback = false;
	if (!was_busy)
		rest_spi_hardware(ctlr);
	mutex_unlock(&ctlr->io_mutex);
}
