/* The fault interrupt of the DMA-remapping unit: what its fault recording register says goes to the log. */
#define pr_fmt(fmt) "DMAR: " fmt
#include <linux/dmar.h>
#include <linux/interrupt.h>
#include <linux/irqdesc.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/types.h>

#define DMA_FSTS_PFO (1 << 0)
#define DMA_FSTS_PPF (1 << 1)

static const char unit_name[] = "dmar0";

static void dmar_report(const struct dmar_fault_record *record)
{
	pr_err("[%s NO_PASID] Request device [%02x:%02x.%d] fault addr 0x%llx [fault reason 0x%02x] %s\n",
	       record->is_read ? "DMA Read" : "DMA Write", record->source_id >> 8, (record->source_id >> 3) & 0x1f,
	       record->source_id & 7, record->address, record->reason, record->text);
}

static irqreturn_t dmar_fault(int irq, void *unit)
{
	static DEFINE_RATELIMIT_STATE(limit, DEFAULT_RATELIMIT_INTERVAL, DEFAULT_RATELIMIT_BURST);
	struct dmar_fault_record record;
	u32 status = __dmar_fault_status();

	(void)irq;
	(void)unit;
	if (status && __ratelimit(&limit))
		pr_err("DRHD: handling fault status reg %x\n", status);
	if (!(status & DMA_FSTS_PPF))
		return IRQ_HANDLED;
	/* The limit counts the look at an empty register too, as the kernel's loop does. */
	for (;;) {
		bool shown = __ratelimit(&limit);

		if (!__dmar_take_fault(&record))
			break;
		if (shown)
			dmar_report(&record);
	}
	__dmar_clear_fault_status(DMA_FSTS_PFO | DMA_FSTS_PPF);
	return IRQ_HANDLED;
}

void __dmar_init(void)
{
	int irq;

	if (!__dmar_present())
		return;
	irq = __irq_allocate_messages(1);
	if (irq < 0 || request_irq(irq, dmar_fault, IRQF_NO_THREAD, unit_name, (void *)unit_name))
		return;
	__dmar_set_fault_irq(irq);
}
