// SPDX-License-Identifier: MIT
/* A small LCD on SPI: what is written to /dev/lcd stands in video memory and is sent to the panel through a buffer of 16 KiB. */
#include <linux/delay.h>
#include <linux/gpio/consumer.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spi/spi.h>
#include <linux/uaccess.h>

#define WIDTH		320
#define HEIGHT		240
#define VIDEO		(WIDTH * HEIGHT * 2)
#define TXBUF		(16 * 1024)

struct lcd {
	struct spi_device *spi;
	struct gpio_desc *dc;
	struct miscdevice misc;
	u8 *video;
	u8 *txbuf;
};

static int lcd_send(struct lcd *lcd, bool data, const u8 *bytes, size_t count)
{
	memcpy(lcd->txbuf, bytes, count);
	gpiod_set_value_cansleep(lcd->dc, data);
	return spi_write(lcd->spi, lcd->txbuf, count);
}

#define lcd_command(lcd, command, parameters...)                                        \
	({                                                                              \
		const u8 __command = (command), __parameters[] = { parameters };        \
		int __err = lcd_send(lcd, false, &__command, 1);                        \
		if (!__err && sizeof(__parameters))                                     \
			__err = lcd_send(lcd, true, __parameters, sizeof(__parameters)); \
		__err;                                                                  \
	})

static int lcd_init(struct lcd *lcd)
{
	int err = lcd_command(lcd, 0x01);		/* software reset */

	msleep(5);
	err = err ?: lcd_command(lcd, 0x11);		/* sleep out */
	err = err ?: lcd_command(lcd, 0x3a, 0x55);	/* 16 bits a pixel */
	err = err ?: lcd_command(lcd, 0x36, 0x28);	/* landscape */
	err = err ?: lcd_command(lcd, 0x2a, 0, 0, (WIDTH - 1) >> 8, (WIDTH - 1) & 0xff);
	err = err ?: lcd_command(lcd, 0x2b, 0, 0, 0, HEIGHT - 1);
	return err ?: lcd_command(lcd, 0x29);		/* display on */
}

/* The panel wants each pixel with its high byte first. */
static int lcd_flush(struct lcd *lcd)
{
	size_t from, i, count;
	int err = lcd_command(lcd, 0x2c);

	gpiod_set_value_cansleep(lcd->dc, 1);
	for (from = 0; !err && from < VIDEO; from += count) {
		count = min_t(size_t, TXBUF, VIDEO - from);
		for (i = 0; i < count; i += 2) {
			lcd->txbuf[i] = lcd->video[from + i + 1];
			lcd->txbuf[i + 1] = lcd->video[from + i];
		}
		err = spi_write(lcd->spi, lcd->txbuf, count);
	}
	return err;
}

static ssize_t lcd_write(struct file *file, const char __user *pixels, size_t count, loff_t *pos)
{
	struct lcd *lcd = container_of(file->private_data, struct lcd, misc);
	ssize_t written = simple_write_to_buffer(lcd->video, VIDEO, pos, pixels, count);
	int err = written > 0 ? lcd_flush(lcd) : 0;

	return err ? err : written;
}

static const struct file_operations lcd_fops = {
	.owner	= THIS_MODULE,
	.write	= lcd_write,
};

/* Both buffers are asked for together: it costs nothing, as the block is of order 6 either way. */
static int lcd_alloc(struct lcd *lcd)
{
	size_t asked = PAGE_ALIGN(VIDEO) + TXBUF;

	lcd->video = kmalloc(asked, GFP_KERNEL);
	if (!lcd->video)
		return -ENOMEM;
	lcd->txbuf = lcd->video + PAGE_ALIGN(VIDEO);
	dev_info(&lcd->spi->dev, "%zu bytes asked for, ksize %zu: %zu to spare, tx at %zu\n", asked, ksize(lcd->video),
		 ksize(lcd->video) - asked, (size_t)(lcd->txbuf - lcd->video));
	return 0;
}

static void lcd_free(struct lcd *lcd)
{
	kfree(lcd->video);
}

static int lcd_probe(struct spi_device *spi)
{
	struct lcd *lcd = devm_kzalloc(&spi->dev, sizeof(*lcd), GFP_KERNEL);
	int err;

	if (!lcd)
		return -ENOMEM;
	lcd->spi = spi;
	lcd->misc = (struct miscdevice){ .minor = MISC_DYNAMIC_MINOR, .name = "lcd", .fops = &lcd_fops };
	spi_set_drvdata(spi, lcd);
	lcd->dc = devm_gpiod_get(&spi->dev, "dc", GPIOD_OUT_LOW);
	if (IS_ERR(lcd->dc))
		return PTR_ERR(lcd->dc);
	err = lcd_alloc(lcd);
	if (err)
		return err;
	err = lcd_init(lcd);
	if (!err)
		err = misc_register(&lcd->misc);
	if (err)
		lcd_free(lcd);
	return err;
}

static void lcd_remove(struct spi_device *spi)
{
	struct lcd *lcd = spi_get_drvdata(spi);

	misc_deregister(&lcd->misc);
	lcd_free(lcd);
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
	.remove		= lcd_remove,
};
module_spi_driver(lcd_driver);

MODULE_LICENSE("GPL");
