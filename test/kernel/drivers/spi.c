// A chip on an SPI bus: what the core checks, maps, queues and says.
#include <linux/completion.h>
#include <linux/gpio/consumer.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spi/spi.h>
#include <linux/vmalloc.h>

#define FRAME 153600

static struct gpio_desc *dc;
static DECLARE_COMPLETION(both);

static void command(struct spi_device *spi, u8 code)
{
	gpiod_set_value_cansleep(dc, 0);
	if (spi_write(spi, &code, 1))
		dev_err(&spi->dev, "command %#x\n", code);
	gpiod_set_value_cansleep(dc, 1);
}

static void done(void *context)
{
	struct spi_message *message = context;

	pr_info("spi: done %u bytes, status %d\n", message->actual_length, message->status);
	if (message->actual_length > 1)
		complete(&both);
}

static void two_at_a_time(struct spi_device *spi, u8 *bytes)
{
	struct spi_transfer xfers[3] = { { .tx_buf = bytes, .len = 1 }, { .tx_buf = bytes, .len = 2 }, { .rx_buf = bytes + 64, .len = 64 } };
	struct spi_message messages[2];
	int i;

	for (i = 0; i < 2; i++) {
		spi_message_init(&messages[i]);
		messages[i].complete = done;
		messages[i].context = &messages[i];
	}
	spi_message_add_tail(&xfers[0], &messages[0]);
	spi_message_add_tail(&xfers[1], &messages[1]);
	spi_message_add_tail(&xfers[2], &messages[1]);
	i = spi_async(spi, &messages[0]);
	dev_info(&spi->dev, "async %d %d\n", i, spi_async(spi, &messages[1]));
	wait_for_completion(&both);
}

static void refusals(struct spi_device *spi, u8 *bytes)
{
	struct spi_board_info taken = { .modalias = "second" }, beyond = { .modalias = "third", .chip_select = 4 };
	struct spi_transfer nine = { .tx_buf = bytes, .len = 2, .bits_per_word = 9 }, slow = { .tx_buf = bytes, .len = 2, .speed_hz = 1000 };
	struct spi_message empty;

	spi_message_init(&empty);
	dev_info(&spi->dev, "empty %d, nine bits %d\n", spi_sync(spi, &empty), spi_sync_transfer(spi, &nine, 1));
	dev_info(&spi->dev, "slow %d\n", spi_sync_transfer(spi, &slow, 1));
	if (spi_new_device(spi->controller, &taken) || spi_new_device(spi->controller, &beyond))
		dev_err(&spi->dev, "a chip select was given twice, or is none\n");
	spi->mode |= SPI_LSB_FIRST;
	dev_info(&spi->dev, "setup %d\n", spi_setup(spi));
	spi->mode &= ~SPI_LSB_FIRST;
}

static int chip_probe(struct spi_device *spi)
{
	u8 id[4], *frame = kzalloc(FRAME, GFP_KERNEL), *area = vzalloc(5000);

	dc = devm_gpiod_get(&spi->dev, "dc", GPIOD_OUT_LOW);
	if (IS_ERR(dc) || !frame || !area)
		return -ENOMEM;
	dev_info(&spi->dev, "%s at %pOF on %s of %s, %u Hz, %u bits, select %u\n", spi->modalias, spi->dev.of_node, dev_name(&spi->controller->dev),
		 dev_name(spi->controller->dev.parent), spi->max_speed_hz, spi->bits_per_word, spi->chip_select);
	dev_info(&spi->dev, "match %s %lu\n", spi_get_device_id(spi)->name, (unsigned long)spi_get_device_match_data(spi));
	command(spi, 0xd3);
	dev_info(&spi->dev, "read %d: %*ph\n", spi_read(spi, id, 4), 4, id);
	command(spi, 0x2c);
	dev_info(&spi->dev, "frame %d\n", spi_write(spi, frame, FRAME));
	dev_info(&spi->dev, "area %d\n", spi_write(spi, area + 100, 4900));
	command(spi, 0x0a);
	dev_info(&spi->dev, "then %zd\n", spi_w8r8(spi, 0));
	two_at_a_time(spi, frame);
	refusals(spi, frame);
	vfree(area);
	kfree(frame);
	return 0;
}

static void chip_remove(struct spi_device *spi)
{
	dev_info(&spi->dev, "removed\n");
}

static const struct spi_device_id chip_ids[] = { { "lcd320", 7 }, { } };
static const struct of_device_id chip_of_ids[] = { { .compatible = "acme,lcd320", .data = (void *)9 }, { .compatible = "acme,lcd480" }, { } };
static struct spi_driver chip_driver = {
	.driver = { .name = "chip", .of_match_table = chip_of_ids },
	.id_table = chip_ids,
	.probe = chip_probe,
	.remove = chip_remove,
};
module_spi_driver(chip_driver);
MODULE_LICENSE("GPL");
