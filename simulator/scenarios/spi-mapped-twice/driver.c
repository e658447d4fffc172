// SPDX-License-Identifier: MIT
/* A small LCD on SPI: a patch of its picture is read back, inverted, and written below. */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/gpio/consumer.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spi/spi.h>

#define SIDE		16
#define PATCH		(SIDE * SIDE * 3)	/* 18 bits a pixel, in 3 bytes */

struct lcd {
	struct spi_device *spi;
	struct gpio_desc *dc;
	u8 *small;
	u8 *patch;		/* a byte that means nothing, then pixels */
};

static int lcd_send(struct lcd *lcd, bool data, const u8 *bytes, size_t count)
{
	gpiod_set_value_cansleep(lcd->dc, data);
	return spi_write(lcd->spi, bytes, count);
}

static int lcd_command(struct lcd *lcd, u8 command, const u8 *parameters, size_t count)
{
	int err;

	memcpy(lcd->small, &command, 1);
	err = lcd_send(lcd, false, lcd->small, 1);
	if (err || !count)
		return err;
	memcpy(lcd->small, parameters, count);
	return lcd_send(lcd, true, lcd->small, count);
}

/* A patch at the left, `top` rows from above. */
static int lcd_window(struct lcd *lcd, u8 top)
{
	const u8 columns[] = { 0, 0, 0, SIDE - 1 }, rows[] = { 0, top, 0, top + SIDE - 1 };
	int err = lcd_command(lcd, 0x2a, columns, 4);

	return err ? err : lcd_command(lcd, 0x2b, rows, 4);
}

static int lcd_write_patch(struct lcd *lcd, u8 top)
{
	int err = lcd_window(lcd, top);

	if (!err)
		err = lcd_command(lcd, 0x2c, NULL, 0);
	return err ? err : lcd_send(lcd, true, lcd->patch + 1, PATCH);
}

static int lcd_read_patch(struct lcd *lcd, u8 top)
{
	int err = lcd_window(lcd, top);

	if (!err)
		err = lcd_command(lcd, 0x2e, NULL, 0);
	gpiod_set_value_cansleep(lcd->dc, 1);
	return err ? err : spi_read(lcd->spi, lcd->patch, 1 + PATCH);
}

/* The buffer is mapped for the time that it is used. */
static int lcd_invert_patch(struct lcd *lcd, u8 top)
{
	struct device *dma_dev = lcd->spi->controller->dev.parent;
	dma_addr_t handle = dma_map_single(dma_dev, lcd->patch, 1 + PATCH, DMA_FROM_DEVICE);
	int i, err;

	if (dma_mapping_error(dma_dev, handle))
		return -ENOMEM;
	err = lcd_read_patch(lcd, top);
	for (i = 0; i < PATCH; i++)
		lcd->patch[1 + i] ^= 0xfc;
	dma_unmap_single(dma_dev, handle, 1 + PATCH, DMA_FROM_DEVICE);
	return err;
}

static int lcd_run(struct lcd *lcd)
{
	int i, err;

	for (i = 0; i < PATCH; i++)
		lcd->patch[1 + i] = i % 3 == 0 ? 0xfc : 0;	/* red */
	err = lcd_write_patch(lcd, 0);
	if (!err)
		err = lcd_invert_patch(lcd, 0);
	if (!err)
		err = lcd_write_patch(lcd, SIDE);
	dev_info(&lcd->spi->dev, "the negative of red is %*ph\n", 3, lcd->patch + 1);
	return err;
}

static int lcd_probe(struct spi_device *spi)
{
	struct lcd *lcd = devm_kzalloc(&spi->dev, sizeof(*lcd), GFP_KERNEL);
	int err;

	if (!lcd)
		return -ENOMEM;
	lcd->spi = spi;
	lcd->small = devm_kzalloc(&spi->dev, 64, GFP_KERNEL);
	lcd->patch = kzalloc(1024, GFP_KERNEL);
	lcd->dc = devm_gpiod_get(&spi->dev, "dc", GPIOD_OUT_LOW);
	err = !lcd->small || !lcd->patch ? -ENOMEM : PTR_ERR_OR_ZERO(lcd->dc);
	err = err ?: lcd_command(lcd, 0x11, NULL, 0);	/* sleep out */
	err = err ?: lcd_command(lcd, 0x29, NULL, 0);	/* display on */
	err = err ?: lcd_run(lcd);
	kfree(lcd->patch);
	return err;
}

static const struct spi_device_id lcd_ids[] = {
	{ "lcd320" },
	{ }
};
MODULE_DEVICE_TABLE(spi, lcd_ids);

static const struct of_device_id lcd_of_ids[] = {
	{ .compatible = "acme,lcd320" },
	{ }
};
MODULE_DEVICE_TABLE(of, lcd_of_ids);

static struct spi_driver lcd_driver = {
	.driver		= { .name = "lcd", .of_match_table = lcd_of_ids },
	.id_table	= lcd_ids,
	.probe		= lcd_probe,
};
module_spi_driver(lcd_driver);

MODULE_LICENSE("GPL");
