/* A driver that is an interrupt controller: levels, edges, lazy disabling, threads and what is refused. */
#include <linux/module.h>
#include <linux/irq.h>
#include <linux/irqdomain.h>
#include <linux/interrupt.h>
#include <linux/delay.h>
#include <linux/slab.h>
#include <linux/wait.h>
static struct irq_domain *dom;
static u32 pend, msk = ~0;
static int cnt[4];
static DECLARE_WAIT_QUEUE_HEAD(wq);

static void k_mask(struct irq_data *d)
{
	msk |= BIT(d->hwirq);
	pr_info("mask %lu\n", d->hwirq);
}

static void k_unmask(struct irq_data *d)
{
	msk &= ~BIT(d->hwirq);
	pr_info("unmask %lu\n", d->hwirq);
}

static void k_ack(struct irq_data *d)
{
	pend &= ~BIT(d->hwirq);
	pr_info("ack %lu\n", d->hwirq);
}

static int k_type(struct irq_data *d, unsigned int t)
{
	pr_info("type %lu %x\n", d->hwirq, t);
	if (t & IRQ_TYPE_LEVEL_MASK)
		irq_set_handler_locked(d, handle_level_irq);
	else
		irq_set_handler_locked(d, handle_edge_irq);
	return t == 3 ? -EINVAL : 0;
}

static int k_wake(struct irq_data *d, unsigned int on)
{
	pr_info("wake %lu %u\n", d->hwirq, on);
	return 0;
}
static struct irq_chip chip = { .name = "mychip",
				.irq_mask = k_mask,
				.irq_unmask = k_unmask,
				.irq_ack = k_ack,
				.irq_set_type = k_type,
				.irq_set_wake = k_wake };

static int map(struct irq_domain *d, unsigned int virq, irq_hw_number_t hw)
{
	pr_info("map %lu host %s\n", hw, (char *)d->host_data);
	irq_set_chip_and_handler(virq, &chip, handle_level_irq);
	irq_set_chip_data(virq, d->host_data);
	return hw == 3 ? -EBUSY : 0;
}

static void unmap(struct irq_domain *d, unsigned int virq)
{
	pr_info("unmap\n");
}
static const struct irq_domain_ops ops = { .map = map, .unmap = unmap, .xlate = irq_domain_xlate_onetwocell };

static irqreturn_t h(int irq, void *d)
{
	int *c = d;
	(*c)++;
	pr_info("handler irqs off %d hard %d data %s\n", irqs_disabled(), !!in_hardirq(),
		(char *)irq_get_chip_data(irq));
	return *c == 3 ? IRQ_NONE : IRQ_HANDLED;
}

static irqreturn_t th(int irq, void *d)
{
	pr_info("thread %s\n", current->comm[0] == 'i' ? "irq" : current->comm);
	cnt[3]++;
	wake_up(&wq);
	return IRQ_HANDLED;
}

static void fire(int hw)
{
	unsigned long f;
	pend |= BIT(hw);
	local_irq_save(f);
	generic_handle_domain_irq(dom, hw);
	local_irq_restore(f);
}

static int __init init(void)
{
	unsigned a, b, c;
	int r;
	struct irq_data *d;
	dom = irq_domain_add_linear(NULL, 8, &ops, "host");
	pr_info("dom %d\n", !!dom);
	a = irq_create_mapping(dom, 1);
	b = irq_create_mapping(dom, 2);
	pr_info("mapped %d same %d find %d none %d\n", a && b && a != b, irq_create_mapping(dom, 1) == a,
		irq_find_mapping(dom, 2) == b, irq_find_mapping(dom, 5));
	c = irq_create_mapping(dom, 3);
	pr_info("busy %u\n", c);
	r = request_irq(a, h, IRQF_TRIGGER_HIGH, "lvl", &cnt[0]);
	pr_info("req %d\n", r);
	fire(1);
	disable_irq(a);
	fire(1);
	pr_info("enable\n");
	enable_irq(a);
	fire(1);
	msleep(5);
	r = request_irq(a, h, 0, "lvl2", &cnt[1]);
	pr_info("shared %d\n", r);
	r = request_irq(b, h, IRQF_TRIGGER_RISING, "edge", &cnt[1]);
	pr_info("edge %d\n", r);
	fire(2);
	disable_irq(b);
	fire(2);
	fire(2);
	pr_info("enable b\n");
	enable_irq(b);
	msleep(5);
	pr_info("b count %d\n", cnt[1]);
	d = irq_get_irq_data(b);
	pr_info("hw %lu type %x level %d masked %d\n", irqd_to_hwirq(d), irqd_get_trigger_type(d),
		irqd_is_level_type(d), irqd_irq_masked(d));
	pr_info("wake %d\n", enable_irq_wake(b));
	pr_info("no more %d\n", disable_irq_wake(b));
	free_irq(b, &cnt[1]);
	r = request_threaded_irq(b, NULL, th, IRQF_ONESHOT | IRQF_TRIGGER_HIGH, "thr", &cnt[3]);
	pr_info("thr %d\n", r);
	fire(2);
	wait_event(wq, cnt[3] == 1);
	msleep(5);
	free_irq(b, &cnt[3]);
	r = request_threaded_irq(b, NULL, th, IRQF_TRIGGER_HIGH, "thr2", &cnt[3]);
	pr_info("no oneshot %d\n", r);
	free_irq(a, &cnt[0]);
	irq_dispose_mapping(a);
	irq_dispose_mapping(b);
	irq_domain_remove(dom);
	return 0;
}

static void __exit fini(void)
{
}

module_init(init);
module_exit(fini);
MODULE_LICENSE("GPL");
