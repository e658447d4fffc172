/** A small driver of the FPGA accelerator: one coherent buffer of two pages, inverted by one job, which the driver polls for. */

/** 34 address lines as in the documented bug; all RAM is within their reach. */
export const boardMachine = `{ "memory": "64M", "cma": "8M", "cpus": 2,
  "devices": [{ "model": "fpga-accelerator", "name": "0000:01:00.0", "bridge": { "addressBits": 34 } }] }`;

export const boardDriver = `#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/pci.h>

#define BYTES 8192

enum mode { IDLE, BUSY = 5 };

struct board {
	void __iomem *regs;
	u8 *data;
	dma_addr_t handle;
	unsigned int low : 3;
	unsigned int high : 5;
	int signed_part : 4;
	enum mode mode;
	const char *name;
	u16 table[4];
	struct { int x, y; } place;
};

static struct board the_board;
static int jobs;

static int square(int x)
{
	return x * x;
}

static int job(struct board *board)
{
	int left = 1000;
	u64 big = 0x123456789abcdef0ull;

	board->mode = BUSY;
	writel(lower_32_bits(board->handle), board->regs + 0x10);
	writel(upper_32_bits(board->handle), board->regs + 0x14);
	writel(lower_32_bits(board->handle), board->regs + 0x18);
	writel(upper_32_bits(board->handle), board->regs + 0x1c);
	writel(BYTES, board->regs + 0x20);
	writel(1, board->regs + 0x08);
	while (!(readl(board->regs + 0x0c) & 6) && left-- > 0)
		udelay(1);
	jobs += square(1);
	board->mode = IDLE;
	return left > 0 && big ? 0 : -EIO;
}

static int probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct board *board = &the_board;
	int err = pcim_enable_device(pdev);

	if (err)
		return err;
	board->regs = pcim_iomap(pdev, 0, 0);
	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(34));
	if (!board->regs || err)
		return -ENODEV;
	pci_set_master(pdev);
	board->data = dmam_alloc_coherent(&pdev->dev, BYTES, &board->handle, GFP_KERNEL);
	if (!board->data)
		return -ENOMEM;
	for (int i = 0; i < BYTES; i++)
		board->data[i] = i / 64;
	board->low = 5;
	board->high = 17;
	board->signed_part = -3;
	board->name = "board";
	board->table[2] = 0xbeef;
	board->place.y = -7;
	return job(board);
}

static const struct pci_device_id ids[] = { { PCI_DEVICE(0x10ee, 0x7024) }, { } };
static struct pci_driver driver = { .name = "board", .id_table = ids, .probe = probe };
module_pci_driver(driver);
MODULE_LICENSE("GPL");
`;

/** Line i of the buffer is 64 bytes of this; `inverted` once the job is done. */
export function lineOfBuffer(line: number, inverted: boolean): string {
  return (inverted ? 255 - (line & 255) : line & 255).toString(16).padStart(2, '0').repeat(64);
}
