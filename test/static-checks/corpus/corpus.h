/* What the functions of the corpus share: an invented board with a ring of descriptors. */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/platform_device.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/vmalloc.h>

#define REG_ADDR 0x00
#define REG_LEN 0x08
#define REG_GO 0x10
#define REG_STOP 0x14
#define REG_STATUS 0x18
#define REG_RESET 0x1c
#define RING_SIZE 64
#define BUF_SIZE 2048
#define OWN 0x80000000u
#define BUSY 1u

struct desc {
	__le32 ctrl;
	__le32 len;
	__le64 addr;
};

struct status {
	u32 index;
	u32 length;
	u32 head;
	u64 cookie;
	__le32 le_index;
};

struct small {
	int flags;
	u8 data[32];
	int users;
};

struct board {
	struct device *dev;
	struct pci_dev *pdev;
	void __iomem *regs;
	spinlock_t lock;
	void *buf;
	size_t len;
	dma_addr_t dma;
	u32 dma_low;
	struct desc *ring;
	dma_addr_t ring_dma;
	struct status *status;
	dma_addr_t status_dma;
	struct scatterlist *sg;
	int nents;
	struct dma_pool *pool;
	struct dma_pool *other_pool;
	unsigned int tail;
	int irq;
	void *slots[RING_SIZE];
	dma_addr_t slot_dma[RING_SIZE];
	u8 counters[RING_SIZE];
};

int board_wait(struct board *b);
int board_setup(struct board *b);
