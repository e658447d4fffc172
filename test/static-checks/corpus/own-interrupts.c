/* A device that hands interrupts on to its parts, as many do that are bus masters themselves. */
#include "corpus.h"

struct irq_domain;
struct irq_domain *irq_domain_create_tree(void *fwnode, const void *ops, void *host_data);

int bad_physical_beside_own_interrupts(struct board *b)
{
	writeq(virt_to_phys(b->buf), b->regs + REG_ADDR); /* expect: physical-for-device */
	return irq_domain_create_tree(NULL, NULL, b) ? 0 : -ENOMEM;
}

/* Where messages of interrupts go: no memory is read or written there. */
void ok_place_for_messages(struct board *b)
{
	writeq(virt_to_phys(b), b->regs + REG_ADDR);
}

void ok_beginning_of_memory(struct board *b)
{
	writeq(__pa(PAGE_OFFSET), b->regs + REG_ADDR);
}
