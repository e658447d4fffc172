/* Tables in /proc/sys, calls on other CPUs, and what the machine says of itself. */
#include <linux/module.h>
#include <linux/init.h>
#include <linux/time.h>
#include <linux/timer.h>
#include <linux/kernel.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/interrupt.h>
#include <linux/sched.h>
#include <linux/workqueue.h>
#include <linux/preempt.h>
#include <linux/delay.h>
#include <linux/kobject.h>
#include <linux/sysctl.h>
#include <linux/ratelimit.h>
#include <linux/suspend.h>
#include <linux/cpumask.h>
#include <linux/smp.h>
#include <linux/mmzone.h>
#include <linux/swap.h>
#include <linux/kmod.h>
#include <linux/nodemask.h>
#include <linux/topology.h>
static int order[3];
static int val = 5, vals[3] = { 1, 2, 3 }, lo = 0, hi = 10;
static char str[16] = "text";
static struct ctl_table_header *h;
static struct ctl_table tab[] = {
	{ .procname = "val", .data = &val, .maxlen = sizeof val, .mode = 0644, .proc_handler = proc_dointvec },
	{ .procname = "vals", .data = vals, .maxlen = sizeof vals, .mode = 0644, .proc_handler = proc_dointvec },
	{ .procname = "range",
	  .data = &val,
	  .maxlen = sizeof val,
	  .mode = 0644,
	  .proc_handler = proc_dointvec_minmax,
	  .extra1 = &lo,
	  .extra2 = &hi },
	{ .procname = "str", .data = str, .maxlen = sizeof str, .mode = 0644, .proc_handler = proc_dostring },
	{}
};

static void on_cpu(void *p)
{
	atomic_add(1 << smp_processor_id(), p);
}

static int jshow(struct seq_file *m, void *v)
{
	unsigned long j = jiffies, k;
	msleep(20);
	k = jiffies - j;
	seq_printf(m, "%d %d %d\n", k >= HZ / 50, time_after(jiffies, j), (int)sizeof(jiffies));
	return 0;
}

static int __init init(void)
{
	struct sysinfo si;
	atomic_t c = ATOMIC_INIT(0);
	int cpu = get_cpu();
	put_cpu();
	proc_create_single("currentime", 0, NULL, jshow);
	h = register_sysctl("dev/ldd2", tab);
	pr_info("sysctl %d\n", !!h);
	on_each_cpu(on_cpu, &c, 1);
	pr_info("each %x cpu ok %d\n", atomic_read(&c), cpu < nr_cpu_ids);
	smp_call_function_single(0, on_cpu, &c, 1);
	pr_info("single %x\n", atomic_read(&c));
	si_meminfo(&si);
	pr_info("mem %d pages ok %d node %d\n", si.totalram > 1000, totalram_pages() == si.totalram, numa_node_id());
	pr_info("hz %d tick %ld usr %d\n", HZ, TICK_NSEC, USER_HZ);
	return 0;
}

static void __exit fini(void)
{
	unregister_sysctl_table(h);
	remove_proc_entry("currentime", NULL);
	pr_info("val %d vals %d %d %d str %s\n", val, vals[0], vals[1], vals[2], str);
}

module_init(init);
module_exit(fini);
MODULE_LICENSE("GPL");
