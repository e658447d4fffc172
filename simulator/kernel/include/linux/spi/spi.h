/* SPI: devices, their drivers, the controllers between, and messages of transfers. */
#ifndef __LINUX_SPI_H
#define __LINUX_SPI_H

#include <linux/bits.h>
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/gpio/consumer.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>

struct dma_chan;
struct spi_controller;
struct spi_message;
struct spi_transfer;

#define SPI_NAME_SIZE 32
#define SPI_MODULE_PREFIX "spi:"

#define SPI_CPHA BIT(0)
#define SPI_CPOL BIT(1)
#define SPI_MODE_0 (0 | 0)
#define SPI_MODE_1 (0 | SPI_CPHA)
#define SPI_MODE_2 (SPI_CPOL | 0)
#define SPI_MODE_3 (SPI_CPOL | SPI_CPHA)
#define SPI_MODE_X_MASK (SPI_CPOL | SPI_CPHA)
#define SPI_CS_HIGH BIT(2)
#define SPI_LSB_FIRST BIT(3)
#define SPI_3WIRE BIT(4)
#define SPI_LOOP BIT(5)
#define SPI_NO_CS BIT(6)
#define SPI_READY BIT(7)
#define SPI_TX_DUAL BIT(8)
#define SPI_TX_QUAD BIT(9)
#define SPI_RX_DUAL BIT(10)
#define SPI_RX_QUAD BIT(11)
#define SPI_CS_WORD BIT(12)
#define SPI_TX_OCTAL BIT(13)
#define SPI_RX_OCTAL BIT(14)
#define SPI_3WIRE_HIZ BIT(15)
#define SPI_NO_TX BIT(31)
#define SPI_NO_RX BIT(30)

#define SPI_NBITS_SINGLE 0x01
#define SPI_NBITS_DUAL 0x02
#define SPI_NBITS_QUAD 0x04

struct spi_delay {
#define SPI_DELAY_UNIT_USECS 0
#define SPI_DELAY_UNIT_NSECS 1
#define SPI_DELAY_UNIT_SCK 2
	u16 value;
	u8 unit;
};

struct spi_device {
	struct device dev;
	struct spi_controller *controller;
	struct spi_controller *master;
	u32 max_speed_hz;
	u8 chip_select;
	u8 bits_per_word;
	bool rt;
	u32 mode;
	int irq;
	void *controller_state;
	void *controller_data;
	char modalias[SPI_NAME_SIZE];
	const char *driver_override;
	struct gpio_desc *cs_gpiod;
	struct spi_delay word_delay;
	struct spi_delay cs_setup;
	struct spi_delay cs_hold;
	struct spi_delay cs_inactive;
};

struct spi_driver {
	const struct spi_device_id *id_table;
	int (*probe)(struct spi_device *spi);
	void (*remove)(struct spi_device *spi);
	void (*shutdown)(struct spi_device *spi);
	struct device_driver driver;
};

struct spi_controller {
	struct device dev;
	struct list_head list;
	s16 bus_num;
	u16 num_chipselect;
	u16 dma_alignment;
	u32 mode_bits;
	u32 buswidth_override_bits;
	u32 bits_per_word_mask;
#define SPI_BPW_MASK(bits) BIT((bits) - 1)
#define SPI_BPW_RANGE_MASK(min, max) GENMASK((max) - 1, (min) - 1)
	u32 min_speed_hz;
	u32 max_speed_hz;
	u16 flags;
#define SPI_CONTROLLER_HALF_DUPLEX BIT(0)
#define SPI_CONTROLLER_NO_RX BIT(1)
#define SPI_CONTROLLER_NO_TX BIT(2)
#define SPI_CONTROLLER_MUST_RX BIT(3)
#define SPI_CONTROLLER_MUST_TX BIT(4)
#define SPI_MASTER_GPIO_SS BIT(5)
#define SPI_CONTROLLER_SUSPENDED BIT(6)
#define SPI_MASTER_HALF_DUPLEX SPI_CONTROLLER_HALF_DUPLEX
#define SPI_MASTER_NO_RX SPI_CONTROLLER_NO_RX
#define SPI_MASTER_NO_TX SPI_CONTROLLER_NO_TX
#define SPI_MASTER_MUST_RX SPI_CONTROLLER_MUST_RX
#define SPI_MASTER_MUST_TX SPI_CONTROLLER_MUST_TX
	bool devm_allocated;
	union {
		bool slave;
		bool target;
	};
	size_t (*max_transfer_size)(struct spi_device *spi);
	size_t (*max_message_size)(struct spi_device *spi);
	struct mutex io_mutex;
	struct mutex add_lock;
	spinlock_t bus_lock_spinlock;
	struct mutex bus_lock_mutex;
	bool bus_lock_flag;
	int (*setup)(struct spi_device *spi);
	int (*set_cs_timing)(struct spi_device *spi);
	int (*transfer)(struct spi_device *spi, struct spi_message *message);
	void (*cleanup)(struct spi_device *spi);
	bool (*can_dma)(struct spi_controller *ctlr, struct spi_device *spi, struct spi_transfer *xfer);
	struct device *dma_map_dev;
	struct device *cur_rx_dma_dev;
	struct device *cur_tx_dma_dev;
	bool queued;
	struct kthread_worker *kworker;
	struct kthread_work pump_messages;
	spinlock_t queue_lock;
	struct list_head queue;
	struct spi_message *cur_msg;
	struct completion cur_msg_completion;
	bool cur_msg_incomplete;
	bool cur_msg_need_completion;
	bool busy;
	bool running;
	bool rt;
	bool auto_runtime_pm;
	bool cur_msg_mapped;
	char last_cs;
	bool last_cs_mode_high;
	bool fallback;
	struct completion xfer_completion;
	size_t max_dma_len;
	int (*prepare_transfer_hardware)(struct spi_controller *ctlr);
	int (*transfer_one_message)(struct spi_controller *ctlr, struct spi_message *message);
	int (*unprepare_transfer_hardware)(struct spi_controller *ctlr);
	int (*prepare_message)(struct spi_controller *ctlr, struct spi_message *message);
	int (*unprepare_message)(struct spi_controller *ctlr, struct spi_message *message);
	void (*set_cs)(struct spi_device *spi, bool enable);
	int (*transfer_one)(struct spi_controller *ctlr, struct spi_device *spi, struct spi_transfer *transfer);
	void (*handle_err)(struct spi_controller *ctlr, struct spi_message *message);
	union {
		int (*slave_abort)(struct spi_controller *ctlr);
		int (*target_abort)(struct spi_controller *ctlr);
	};
	const struct spi_controller_mem_ops *mem_ops;
	const struct spi_controller_mem_caps *mem_caps;
	struct gpio_desc **cs_gpiods;
	bool use_gpio_descriptors;
	s8 unused_native_cs;
	s8 max_native_cs;
	struct dma_chan *dma_tx;
	struct dma_chan *dma_rx;
	void *dummy_rx;
	void *dummy_tx;
	bool queue_empty;
	bool must_async;
};

struct spi_transfer {
	const void *tx_buf;
	void *rx_buf;
	unsigned int len;
	u16 error;
#define SPI_TRANS_FAIL_NO_START BIT(0)
	dma_addr_t tx_dma;
	dma_addr_t rx_dma;
	struct sg_table tx_sg;
	struct sg_table rx_sg;
	unsigned int dummy_data : 1;
	unsigned int cs_off : 1;
	unsigned int cs_change : 1;
	unsigned int tx_nbits : 3;
	unsigned int rx_nbits : 3;
	u8 bits_per_word;
	struct spi_delay delay;
	struct spi_delay cs_change_delay;
	struct spi_delay word_delay;
	u32 speed_hz;
	u32 effective_speed_hz;
	struct list_head transfer_list;
};

struct spi_message {
	struct list_head transfers;
	struct spi_device *spi;
	unsigned int is_dma_mapped : 1;
	bool prepared;
	int status;
	void (*complete)(void *context);
	void *context;
	unsigned int frame_length;
	unsigned int actual_length;
	struct list_head queue;
	void *state;
};

struct spi_board_info {
	char modalias[SPI_NAME_SIZE];
	const void *platform_data;
	void *controller_data;
	int irq;
	u32 max_speed_hz;
	u16 bus_num;
	u16 chip_select;
	u32 mode;
};

#define spi_master spi_controller
#define to_spi_device(pointer) ((pointer) ? container_of(pointer, struct spi_device, dev) : NULL)
#define to_spi_driver(pointer) ((pointer) ? container_of(pointer, struct spi_driver, driver) : NULL)

extern struct bus_type spi_bus_type;

static inline struct spi_device *spi_dev_get(struct spi_device *spi)
{
	return spi && get_device(&spi->dev) ? spi : NULL;
}
static inline void spi_dev_put(struct spi_device *spi)
{
	if (spi)
		put_device(&spi->dev);
}
static inline void *spi_get_ctldata(struct spi_device *spi) { return spi->controller_state; }
static inline void spi_set_ctldata(struct spi_device *spi, void *state) { spi->controller_state = state; }
static inline void spi_set_drvdata(struct spi_device *spi, void *data) { dev_set_drvdata(&spi->dev, data); }
static inline void *spi_get_drvdata(struct spi_device *spi) { return dev_get_drvdata(&spi->dev); }
static inline u8 spi_get_chipselect(struct spi_device *spi, u8 index) { (void)index; return spi->chip_select; }
static inline void spi_set_chipselect(struct spi_device *spi, u8 index, u8 chip_select)
{
	(void)index;
	spi->chip_select = chip_select;
}
static inline struct gpio_desc *spi_get_csgpiod(struct spi_device *spi, u8 index) { (void)index; return spi->cs_gpiod; }

static inline void *spi_controller_get_devdata(struct spi_controller *ctlr) { return dev_get_drvdata(&ctlr->dev); }
static inline void spi_controller_set_devdata(struct spi_controller *ctlr, void *data) { dev_set_drvdata(&ctlr->dev, data); }
static inline struct spi_controller *spi_controller_get(struct spi_controller *ctlr)
{
	return ctlr && get_device(&ctlr->dev) ? ctlr : NULL;
}
static inline void spi_controller_put(struct spi_controller *ctlr)
{
	if (ctlr)
		put_device(&ctlr->dev);
}
static inline bool spi_controller_is_slave(struct spi_controller *ctlr) { (void)ctlr; return false; } /* CONFIG_SPI_SLAVE is not set */
#define spi_controller_is_target(ctlr) spi_controller_is_slave(ctlr)
#define spi_master_get_devdata(ctlr) spi_controller_get_devdata(ctlr)
#define spi_master_set_devdata(ctlr, data) spi_controller_set_devdata(ctlr, data)
#define spi_master_get(ctlr) spi_controller_get(ctlr)
#define spi_master_put(ctlr) spi_controller_put(ctlr)

/* drivers/spi/spi.c */
int __spi_register_driver(struct module *owner, struct spi_driver *driver);
#define spi_register_driver(driver) __spi_register_driver(THIS_MODULE, driver)
static inline void spi_unregister_driver(struct spi_driver *driver)
{
	if (driver)
		driver_unregister(&driver->driver);
}
#define module_spi_driver(driver) module_driver(driver, spi_register_driver, spi_unregister_driver)
struct spi_device *spi_alloc_device(struct spi_controller *ctlr);
int spi_add_device(struct spi_device *spi);
struct spi_device *spi_new_device(struct spi_controller *ctlr, struct spi_board_info *chip);
void spi_unregister_device(struct spi_device *spi);
const struct spi_device_id *spi_get_device_id(const struct spi_device *spi);
const void *spi_get_device_match_data(const struct spi_device *spi);
int spi_setup(struct spi_device *spi);

/* drivers/spi/spi-controller.c */
struct spi_controller *__spi_alloc_controller(struct device *dev, unsigned int size, bool slave);
struct spi_controller *__devm_spi_alloc_controller(struct device *dev, unsigned int size, bool slave);
#define spi_alloc_master(dev, size) __spi_alloc_controller(dev, size, false)
#define devm_spi_alloc_master(dev, size) __devm_spi_alloc_controller(dev, size, false)
#define spi_alloc_host(dev, size) spi_alloc_master(dev, size)
#define devm_spi_alloc_host(dev, size) devm_spi_alloc_master(dev, size)
#define spi_alloc_slave(dev, size) ((struct spi_controller *)NULL)
#define spi_alloc_target(dev, size) spi_alloc_slave(dev, size)
#define devm_spi_alloc_slave(dev, size) ((struct spi_controller *)NULL)
#define devm_spi_alloc_target(dev, size) devm_spi_alloc_slave(dev, size)
int spi_register_controller(struct spi_controller *ctlr);
int devm_spi_register_controller(struct device *dev, struct spi_controller *ctlr);
void spi_unregister_controller(struct spi_controller *ctlr);
int spi_controller_suspend(struct spi_controller *ctlr);
int spi_controller_resume(struct spi_controller *ctlr);
#define spi_master_suspend(ctlr) spi_controller_suspend(ctlr)
#define spi_master_resume(ctlr) spi_controller_resume(ctlr)
#define spi_register_master(ctlr) spi_register_controller(ctlr)
#define devm_spi_register_master(dev, ctlr) devm_spi_register_controller(dev, ctlr)
#define spi_unregister_master(ctlr) spi_unregister_controller(ctlr)
void spi_finalize_current_message(struct spi_controller *ctlr);
void spi_finalize_current_transfer(struct spi_controller *ctlr);

/* drivers/spi/spi-message.c */
int spi_async(struct spi_device *spi, struct spi_message *message);
int spi_sync(struct spi_device *spi, struct spi_message *message);
int spi_sync_locked(struct spi_device *spi, struct spi_message *message);
int spi_bus_lock(struct spi_controller *ctlr);
int spi_bus_unlock(struct spi_controller *ctlr);
int spi_write_then_read(struct spi_device *spi, const void *txbuf, unsigned int n_tx, void *rxbuf, unsigned int n_rx);
int spi_delay_to_ns(struct spi_delay *delay, struct spi_transfer *xfer);
int spi_delay_exec(struct spi_delay *delay, struct spi_transfer *xfer);

static inline int spi_transfer_delay_exec(struct spi_transfer *xfer) { return spi_delay_exec(&xfer->delay, xfer); }

static inline void spi_message_init_no_memset(struct spi_message *message)
{
	INIT_LIST_HEAD(&message->transfers);
}
static inline void spi_message_init(struct spi_message *message)
{
	memset(message, 0, sizeof(*message));
	spi_message_init_no_memset(message);
}
static inline void spi_message_add_tail(struct spi_transfer *xfer, struct spi_message *message)
{
	list_add_tail(&xfer->transfer_list, &message->transfers);
}
static inline void spi_transfer_del(struct spi_transfer *xfer) { list_del(&xfer->transfer_list); }
static inline void spi_message_init_with_transfers(struct spi_message *message, struct spi_transfer *xfers,
						   unsigned int count)
{
	unsigned int i;

	spi_message_init(message);
	for (i = 0; i < count; ++i)
		spi_message_add_tail(&xfers[i], message);
}
static inline struct spi_message *spi_message_alloc(unsigned int count, gfp_t flags)
{
	struct spi_message *message = kzalloc(sizeof(*message) + count * sizeof(struct spi_transfer), flags);

	if (message)
		spi_message_init_with_transfers(message, (struct spi_transfer *)(message + 1), count);
	return message;
}
static inline void spi_message_free(struct spi_message *message) { kfree(message); }

static inline int spi_sync_transfer(struct spi_device *spi, struct spi_transfer *xfers, unsigned int count)
{
	struct spi_message message;

	spi_message_init_with_transfers(&message, xfers, count);
	return spi_sync(spi, &message);
}
static inline int spi_write(struct spi_device *spi, const void *buffer, size_t length)
{
	struct spi_transfer transfer = { .tx_buf = buffer, .len = length };

	return spi_sync_transfer(spi, &transfer, 1);
}
static inline int spi_read(struct spi_device *spi, void *buffer, size_t length)
{
	struct spi_transfer transfer = { .rx_buf = buffer, .len = length };

	return spi_sync_transfer(spi, &transfer, 1);
}
static inline ssize_t spi_w8r8(struct spi_device *spi, u8 command)
{
	u8 result;
	ssize_t status = spi_write_then_read(spi, &command, 1, &result, 1);

	return status < 0 ? status : result;
}
static inline ssize_t spi_w8r16(struct spi_device *spi, u8 command)
{
	u16 result;
	ssize_t status = spi_write_then_read(spi, &command, 1, &result, 2);

	return status < 0 ? status : result;
}
static inline ssize_t spi_w8r16be(struct spi_device *spi, u8 command)
{
	u8 result[2];
	ssize_t status = spi_write_then_read(spi, &command, 1, result, 2);

	return status < 0 ? status : result[0] << 8 | result[1];
}
static inline size_t spi_max_message_size(struct spi_device *spi)
{
	return spi->controller->max_message_size ? spi->controller->max_message_size(spi) : SIZE_MAX;
}
static inline size_t spi_max_transfer_size(struct spi_device *spi)
{
	size_t most = spi_max_message_size(spi);

	return spi->controller->max_transfer_size ? min(spi->controller->max_transfer_size(spi), most) : most;
}
static inline bool spi_is_bpw_supported(struct spi_device *spi, u32 bits)
{
	u32 mask = spi->master->bits_per_word_mask;

	return bits == 8 || (bits <= 32 && mask & SPI_BPW_MASK(bits));
}

#endif
