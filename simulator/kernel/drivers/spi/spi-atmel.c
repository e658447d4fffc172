/*
 * The SPI controller of AT91 chips, moving bytes by its peripheral DMA controller (PDC), and the two lines beside it. Registers: AT91SAM9260 datasheet.
 * Unlike the driver of that name in Linux 6.1, which maps by itself when it uses the PDC, this one leaves mapping to the SPI core (can_dma), as that one does for its DMA engine.
 */
#include <linux/dma-mapping.h>
#include <linux/gpio/driver.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/platform_device.h>
#include "kernel/drivers/spi/spi-core.h"

#define ATMEL_SPI_CR		0x00
#define ATMEL_SPI_MR		0x04
#define ATMEL_SPI_RDR		0x08
#define ATMEL_SPI_TDR		0x0c
#define ATMEL_SPI_SR		0x10
#define ATMEL_SPI_IER		0x14
#define ATMEL_SPI_IDR		0x18
#define ATMEL_SPI_IMR		0x1c
#define ATMEL_SPI_CSR(select)	(0x30 + 4 * (select))
#define ATMEL_PDC_RPR		0x100
#define ATMEL_PDC_RCR		0x104
#define ATMEL_PDC_TPR		0x108
#define ATMEL_PDC_TCR		0x10c
#define ATMEL_PDC_PTCR		0x120

#define ATMEL_CR_SPIEN		BIT(0)
#define ATMEL_CR_SPIDIS		BIT(1)
#define ATMEL_CR_SWRST		BIT(7)
#define ATMEL_MR_MSTR		BIT(0)
#define ATMEL_MR_MODFDIS	BIT(4)
#define ATMEL_MR_NO_SELECT	(0xf << 16)
#define ATMEL_SR_RDRF		BIT(0)
#define ATMEL_SR_RXBUFF		BIT(6)
#define ATMEL_SR_TXBUFE		BIT(7)
#define ATMEL_CSR_CPOL		BIT(0)
#define ATMEL_CSR_NCPHA		BIT(1)
#define ATMEL_PTCR_RXTEN	BIT(0)
#define ATMEL_PTCR_RXTDIS	BIT(1)
#define ATMEL_PTCR_TXTEN	BIT(8)
#define ATMEL_PTCR_TXTDIS	BIT(9)

#define ATMEL_PIO_OER		0x10
#define ATMEL_PIO_ODR		0x14
#define ATMEL_PIO_OSR		0x18
#define ATMEL_PIO_SODR		0x30
#define ATMEL_PIO_CODR		0x34
#define ATMEL_PIO_PDSR		0x3c

/* Shorter ones are done word by word; the PDC counts to 65535. */
#define ATMEL_DMA_LEAST		16
#define ATMEL_DMA_MOST		0xf000

struct atmel_spi_side {
	struct scatterlist *sg;
	unsigned int done;
};

struct atmel_spi {
	void __iomem *regs, *lines;
	u32 clock;
	struct gpio_chip chip;
	struct atmel_spi_side tx, rx;
	unsigned int piece;
};

static bool atmel_spi_can_dma(struct spi_controller *ctlr, struct spi_device *spi, struct spi_transfer *xfer)
{
	return xfer->len >= ATMEL_DMA_LEAST;
}

/* `level`: that of the line, low for selected. */
static void atmel_spi_set_cs(struct spi_device *spi, bool level)
{
	struct atmel_spi *as = spi_controller_get_devdata(spi->controller);
	u32 selects = level ? ATMEL_MR_NO_SELECT : ATMEL_MR_NO_SELECT & ~(BIT(spi->chip_select) << 16);

	writel(ATMEL_MR_MSTR | ATMEL_MR_MODFDIS | selects, as->regs + ATMEL_SPI_MR);
}

static int atmel_spi_set_clock(struct atmel_spi *as, struct spi_device *spi, struct spi_transfer *xfer)
{
	u32 divider = xfer->speed_hz ? DIV_ROUND_UP(as->clock, xfer->speed_hz) : 255;
	u32 csr = (spi->mode & SPI_CPOL ? ATMEL_CSR_CPOL : 0) | (spi->mode & SPI_CPHA ? 0 : ATMEL_CSR_NCPHA);

	if (divider > 255) {
		dev_err(&spi->dev, "setup: %d Hz too slow, scbr %u; min %d Hz\n", xfer->speed_hz, divider, as->clock / 255);
		return -EINVAL;
	}
	writel(csr | divider << 8, as->regs + ATMEL_SPI_CSR(spi->chip_select));
	xfer->effective_speed_hz = as->clock / divider;
	return 0;
}

static int atmel_spi_by_words(struct atmel_spi *as, struct spi_transfer *xfer)
{
	const u8 *tx = xfer->tx_buf;
	u8 *rx = xfer->rx_buf;
	unsigned int i;
	u32 status;

	readl(as->regs + ATMEL_SPI_RDR);
	for (i = 0; i < xfer->len; i++) {
		writel(tx ? tx[i] : 0, as->regs + ATMEL_SPI_TDR);
		if (readl_poll_timeout(as->regs + ATMEL_SPI_SR, status, status & ATMEL_SR_RDRF, 1, 10000))
			return -EIO;
		status = readl(as->regs + ATMEL_SPI_RDR);
		if (rx)
			rx[i] = status;
	}
	return 0;
}

static unsigned int atmel_spi_left(const struct atmel_spi_side *side)
{
	return side->sg ? sg_dma_len(side->sg) - side->done : UINT_MAX;
}

static void atmel_spi_advance(struct atmel_spi_side *side, unsigned int bytes)
{
	side->done += bytes;
	if (side->sg && side->done == sg_dma_len(side->sg)) {
		side->sg = sg_next(side->sg);
		side->done = 0;
	}
}

/* What both sides have in one piece; false: nothing is left. */
static bool atmel_spi_next_piece(struct atmel_spi *as)
{
	bool receives = as->rx.sg;

	if (!as->tx.sg)
		return false;
	as->piece = min3(atmel_spi_left(&as->tx), atmel_spi_left(&as->rx), (unsigned int)ATMEL_DMA_MOST);
	if (receives) {
		writel(sg_dma_address(as->rx.sg) + as->rx.done, as->regs + ATMEL_PDC_RPR);
		writel(as->piece, as->regs + ATMEL_PDC_RCR);
	}
	writel(sg_dma_address(as->tx.sg) + as->tx.done, as->regs + ATMEL_PDC_TPR);
	writel(as->piece, as->regs + ATMEL_PDC_TCR);
	writel(receives ? ATMEL_SR_RXBUFF : ATMEL_SR_TXBUFE, as->regs + ATMEL_SPI_IER);
	writel(ATMEL_PTCR_TXTEN | (receives ? ATMEL_PTCR_RXTEN : 0), as->regs + ATMEL_PDC_PTCR);
	return true;
}

static irqreturn_t atmel_spi_interrupt(int irq, void *data)
{
	struct spi_controller *ctlr = data;
	struct atmel_spi *as = spi_controller_get_devdata(ctlr);
	u32 pending = readl(as->regs + ATMEL_SPI_SR) & readl(as->regs + ATMEL_SPI_IMR);

	if (!pending)
		return IRQ_NONE;
	writel(pending, as->regs + ATMEL_SPI_IDR);
	writel(ATMEL_PTCR_TXTDIS | ATMEL_PTCR_RXTDIS, as->regs + ATMEL_PDC_PTCR);
	atmel_spi_advance(&as->tx, as->piece);
	atmel_spi_advance(&as->rx, as->piece);
	if (!atmel_spi_next_piece(as))
		spi_finalize_current_transfer(ctlr);
	return IRQ_HANDLED;
}

/* 1: the interrupt will say when it is done. */
static int atmel_spi_transfer_one(struct spi_controller *ctlr, struct spi_device *spi, struct spi_transfer *xfer)
{
	struct atmel_spi *as = spi_controller_get_devdata(ctlr);
	int error = atmel_spi_set_clock(as, spi, xfer);

	if (error)
		return error;
	if (!ctlr->cur_msg_mapped || !atmel_spi_can_dma(ctlr, spi, xfer))
		return atmel_spi_by_words(as, xfer);
	as->tx = (struct atmel_spi_side){ .sg = xfer->tx_sg.sgl };
	as->rx = (struct atmel_spi_side){ .sg = xfer->rx_buf ? xfer->rx_sg.sgl : NULL };
	atmel_spi_next_piece(as);
	return 1;
}

static void atmel_spi_handle_err(struct spi_controller *ctlr, struct spi_message *message)
{
	struct atmel_spi *as = spi_controller_get_devdata(ctlr);

	writel(~0U, as->regs + ATMEL_SPI_IDR);
	writel(ATMEL_PTCR_TXTDIS | ATMEL_PTCR_RXTDIS, as->regs + ATMEL_PDC_PTCR);
}

static int atmel_spi_direction(struct gpio_chip *chip, unsigned int line)
{
	struct atmel_spi *as = gpiochip_get_data(chip);

	return readl(as->lines + ATMEL_PIO_OSR) & BIT(line) ? GPIO_LINE_DIRECTION_OUT : GPIO_LINE_DIRECTION_IN;
}

static int atmel_spi_line_input(struct gpio_chip *chip, unsigned int line)
{
	struct atmel_spi *as = gpiochip_get_data(chip);

	writel(BIT(line), as->lines + ATMEL_PIO_ODR);
	return 0;
}

static void atmel_spi_set_line(struct gpio_chip *chip, unsigned int line, int value)
{
	struct atmel_spi *as = gpiochip_get_data(chip);

	writel(BIT(line), as->lines + (value ? ATMEL_PIO_SODR : ATMEL_PIO_CODR));
}

static int atmel_spi_line_output(struct gpio_chip *chip, unsigned int line, int value)
{
	struct atmel_spi *as = gpiochip_get_data(chip);

	atmel_spi_set_line(chip, line, value);
	writel(BIT(line), as->lines + ATMEL_PIO_OER);
	return 0;
}

static int atmel_spi_get_line(struct gpio_chip *chip, unsigned int line)
{
	struct atmel_spi *as = gpiochip_get_data(chip);

	return !!(readl(as->lines + ATMEL_PIO_PDSR) & BIT(line));
}

static int atmel_spi_add_lines(struct device *dev, struct atmel_spi *as)
{
	as->chip = (struct gpio_chip){
		.label = dev_name(dev),
		.parent = dev,
		.get_direction = atmel_spi_direction,
		.direction_input = atmel_spi_line_input,
		.direction_output = atmel_spi_line_output,
		.get = atmel_spi_get_line,
		.set = atmel_spi_set_line,
		.base = -1,
		.ngpio = 32,
	};
	return devm_gpiochip_add_data(dev, &as->chip, as);
}

static void atmel_spi_describe(struct spi_controller *ctlr, struct device *dev)
{
	ctlr->dev.of_node = dev->of_node;
	ctlr->mode_bits = SPI_CPOL | SPI_CPHA;
	ctlr->bits_per_word_mask = SPI_BPW_MASK(8);
	ctlr->num_chipselect = 4;
	ctlr->flags = SPI_CONTROLLER_MUST_TX;
	ctlr->max_dma_len = ATMEL_DMA_MOST;
	ctlr->can_dma = atmel_spi_can_dma;
	ctlr->set_cs = atmel_spi_set_cs;
	ctlr->transfer_one = atmel_spi_transfer_one;
	ctlr->handle_err = atmel_spi_handle_err;
}

static int atmel_spi_probe(struct platform_device *pdev)
{
	struct spi_controller *ctlr = devm_spi_alloc_master(&pdev->dev, sizeof(struct atmel_spi));
	struct atmel_spi *as;
	struct resource *resource;
	int irq = platform_get_irq(pdev, 0), error;

	if (!ctlr)
		return -ENOMEM;
	if (irq < 0)
		return irq;
	as = spi_controller_get_devdata(ctlr);
	as->regs = devm_platform_get_and_ioremap_resource(pdev, 0, &resource);
	as->lines = devm_platform_ioremap_resource(pdev, 1);
	if (IS_ERR(as->regs) || IS_ERR(as->lines))
		return IS_ERR(as->regs) ? PTR_ERR(as->regs) : PTR_ERR(as->lines);
	if (of_property_read_u32(pdev->dev.of_node, "clock-frequency", &as->clock))
		as->clock = 100000000;
	error = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32));
	if (error)
		return error;
	atmel_spi_describe(ctlr, &pdev->dev);
	writel(ATMEL_CR_SWRST, as->regs + ATMEL_SPI_CR);
	writel(ATMEL_MR_MSTR | ATMEL_MR_MODFDIS | ATMEL_MR_NO_SELECT, as->regs + ATMEL_SPI_MR);
	writel(ATMEL_CR_SPIEN, as->regs + ATMEL_SPI_CR);
	error = devm_request_irq(&pdev->dev, irq, atmel_spi_interrupt, 0, dev_name(&pdev->dev), ctlr);
	if (!error)
		error = atmel_spi_add_lines(&pdev->dev, as);
	if (error)
		return error;
	dev_info(&pdev->dev, "Atmel SPI Controller at 0x%08lx (irq %d)\n", (unsigned long)resource->start, irq);
	return devm_spi_register_controller(&pdev->dev, ctlr);
}

static const struct of_device_id atmel_spi_ids[] = {
	{ .compatible = "atmel,at91rm9200-spi" },
	{ }
};

static struct platform_driver atmel_spi_driver = {
	.driver = { .name = "atmel_spi", .of_match_table = atmel_spi_ids },
	.probe = atmel_spi_probe,
};

int __atmel_spi_init(void)
{
	return platform_driver_register(&atmel_spi_driver);
}
