// SPDX-License-Identifier: MIT
/* Per-CPU variables, static and allocated, and functions called on other CPUs. */
#include <linux/cpumask.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/smp.h>
#include <linux/workqueue.h>

struct stats {
	u64 packets;
	u32 errors;
};
static DEFINE_PER_CPU(int, counter) = 5;
static DEFINE_PER_CPU(struct stats, table);
static struct stats __percpu *dynamic;

static long count(void *data)
{
	this_cpu_add(counter, (long)data);
	this_cpu_inc(table.errors);
	this_cpu_add(dynamic->packets, 100 + smp_processor_id());
	get_cpu_var(table).packets += 7;
	put_cpu_var(table);
	return this_cpu_read(counter);
}

static void here(void *data)
{
	int *seen = data;

	seen[smp_processor_id()] = 1 + in_interrupt() * 0 + irqs_disabled();
}

static int __init percpu_init(void)
{
	int cpu, seen[NR_CPUS] = { 0 };

	dynamic = alloc_percpu(struct stats);
	for_each_online_cpu(cpu)
		pr_info("CPU %d begins with %d %llu %llu\n", cpu, per_cpu(counter, cpu), per_cpu(table, cpu).packets,
			per_cpu_ptr(dynamic, cpu)->packets);
	pr_info("on 0: %ld\n", work_on_cpu(0, count, (void *)10));
	pr_info("on 1: %ld\n", work_on_cpu(1, count, (void *)20));
	pr_info("on 1: %ld\n", work_on_cpu(1, count, (void *)20));
	for_each_possible_cpu(cpu)
		if (cpu < 2)
			pr_info("CPU %d has %d, %llu packets, %u errors, %llu\n", cpu, per_cpu(counter, cpu),
				per_cpu(table, cpu).packets, per_cpu(table, cpu).errors,
				per_cpu_ptr(dynamic, cpu)->packets);
	free_percpu(dynamic);
	on_each_cpu(here, seen, 1);
	pr_info("called %d %d\n", seen[0], seen[1]);
	memset(seen, 0, sizeof(seen));
	pr_info("single %d", smp_call_function_single(1, here, seen, 1));
	pr_cont(" called %d %d\n", seen[0], seen[1]);
	pr_info("no such CPU %d\n", smp_call_function_single(50, here, seen, 1));
	pr_info("online %u\n", num_online_cpus());
	return 0;
}

static void __exit percpu_exit(void)
{
}

module_init(percpu_init);
module_exit(percpu_exit);
MODULE_LICENSE("GPL");
