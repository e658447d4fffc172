/* A device that is told how far the ring is filled looks at no descriptor behind that, whoever owns it. */
#include "corpus.h"

static void tell(struct board *b)
{
	wmb();
	writel(b->tail, b->regs + REG_GO);
}

void ok_order_is_made_at_the_index(struct board *b, dma_addr_t dma)
{
	b->ring[b->tail].addr = cpu_to_le64(dma);
	b->ring[b->tail].ctrl = cpu_to_le32(OWN | BUF_SIZE);
	b->tail++;
	tell(b);
}
