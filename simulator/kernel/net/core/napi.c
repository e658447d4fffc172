/* NAPI: a device that has something to say is polled in the receive softirq, with a budget, until it has no more. */
#include <linux/netdevice.h>
#include <net/core.h>

/* Of one softirq: packets, and time (sysctl net.core.netdev_budget and netdev_budget_usecs). */
#define NETDEV_BUDGET 300
#define NETDEV_BUDGET_JIFFIES 2

static struct napi_cpu {
	struct list_head waiting;
} napi_cpus[__CPU_LIMIT];

static unsigned int last_napi_id;

void __init_napi(void)
{
	for (int i = 0; i < __CPU_LIMIT; i++)
		INIT_LIST_HEAD(&napi_cpus[i].waiting);
	open_softirq(NET_RX_SOFTIRQ, __run_rx_softirq);
}

/* Disabled until napi_enable(). */
void netif_napi_add_weight(struct net_device *dev, struct napi_struct *napi,
			   int (*poll)(struct napi_struct *napi, int budget), int weight)
{
	if (WARN_ON(test_and_set_bit(NAPI_STATE_LISTED, &napi->state)))
		return;
	INIT_LIST_HEAD(&napi->poll_list);
	napi->poll = poll;
	if (weight > NAPI_POLL_WEIGHT)
		netdev_err_once(dev, "%s() called with weight %d\n", __func__, weight);
	napi->weight = weight;
	napi->dev = dev;
	napi->napi_id = ++last_napi_id;
	set_bit(NAPI_STATE_SCHED, &napi->state);
	set_bit(NAPI_STATE_NPSVC, &napi->state);
	list_add(&napi->dev_list, &dev->napi_list);
}

void __netif_napi_del(struct napi_struct *napi)
{
	if (test_and_clear_bit(NAPI_STATE_LISTED, &napi->state))
		list_del(&napi->dev_list);
}

void netif_napi_del(struct napi_struct *napi)
{
	__netif_napi_del(napi);
	synchronize_net();
}

void napi_enable(struct napi_struct *napi)
{
	BUG_ON(!test_bit(NAPI_STATE_SCHED, &napi->state));
	clear_bit(NAPI_STATE_SCHED, &napi->state);
	clear_bit(NAPI_STATE_NPSVC, &napi->state);
}

/* Takes the poll for itself: who disables twice waits for ever. */
void napi_disable(struct napi_struct *napi)
{
	might_sleep();
	set_bit(NAPI_STATE_DISABLE, &napi->state);
	while (test_and_set_bit(NAPI_STATE_SCHED, &napi->state))
		usleep_range(20, 200);
	set_bit(NAPI_STATE_NPSVC, &napi->state);
	clear_bit(NAPI_STATE_DISABLE, &napi->state);
}

void napi_synchronize(const struct napi_struct *napi)
{
	while (test_bit(NAPI_STATE_SCHED, &napi->state))
		msleep(1);
}

/* Whether the caller may schedule it. Who asks while it is scheduled has it polled once more. */
bool napi_schedule_prep(struct napi_struct *napi)
{
	if (napi_disable_pending(napi))
		return false;
	if (!test_and_set_bit(NAPI_STATE_SCHED, &napi->state))
		return true;
	set_bit(NAPI_STATE_MISSED, &napi->state);
	return false;
}

void __napi_schedule(struct napi_struct *napi)
{
	unsigned long flags;

	local_irq_save(flags);
	list_add_tail(&napi->poll_list, &napi_cpus[smp_processor_id()].waiting);
	raise_softirq_irqoff(NET_RX_SOFTIRQ);
	local_irq_restore(flags);
}

/* False: it is to be polled again, and the driver leaves its interrupts off. */
bool napi_complete_done(struct napi_struct *napi, int work)
{
	unsigned long flags;

	if (test_bit(NAPI_STATE_NPSVC, &napi->state))
		return false;
	local_irq_save(flags);
	if (!list_empty(&napi->poll_list))
		list_del_init(&napi->poll_list);
	local_irq_restore(flags);
	WARN_ON_ONCE(!test_bit(NAPI_STATE_SCHED, &napi->state));
	if (test_and_clear_bit(NAPI_STATE_MISSED, &napi->state)) {
		__napi_schedule(napi);
		return false;
	}
	clear_bit(NAPI_STATE_SCHED, &napi->state);
	return true;
}

/* One poll; whether another is due. */
static bool poll_again(struct napi_struct *napi, int *work)
{
	*work = test_bit(NAPI_STATE_SCHED, &napi->state) ? napi->poll(napi, napi->weight) : 0;
	if (*work > napi->weight)
		netdev_err_once(napi->dev, "NAPI poll function %pS returned %d, exceeding its budget of %d.\n",
				napi->poll, *work, napi->weight);
	if (*work < napi->weight)
		return false;
	if (napi_disable_pending(napi)) {
		napi_complete(napi);
		return false;
	}
	if (!list_empty(&napi->poll_list)) {
		pr_warn_once("%s: Budget exhausted after napi rescheduled\n", napi->dev->name);
		return false;
	}
	return true;
}

void __run_rx_softirq(void)
{
	struct list_head *waiting = &napi_cpus[smp_processor_id()].waiting;
	unsigned long until = jiffies + NETDEV_BUDGET_JIFFIES;
	int budget = NETDEV_BUDGET, work;
	LIST_HEAD(now);
	LIST_HEAD(again);

	local_irq_disable();
	list_splice_init(waiting, &now);
	local_irq_enable();
	while (!list_empty(&now)) {
		struct napi_struct *napi = list_first_entry(&now, struct napi_struct, poll_list);

		list_del_init(&napi->poll_list);
		if (poll_again(napi, &work))
			list_add_tail(&napi->poll_list, &again);
		budget -= work;
		if (budget <= 0 || time_after_eq(jiffies, until))
			break;
	}
	local_irq_disable();
	list_splice_tail_init(waiting, &now);
	list_splice_tail(&again, &now);
	list_splice(&now, waiting);
	if (!list_empty(waiting))
		__raise_softirq_irqoff(NET_RX_SOFTIRQ);
	local_irq_enable();
}
