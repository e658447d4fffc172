/* Files of /proc that exist from the start, each made when somebody looks for it: none of them costs the machine's start anything. */
#include <linux/interrupt.h>
#include <linux/irqdesc.h>
#include <linux/ktime.h>
#include <linux/netdevice.h>
#include <linux/proc_entry.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/uidgid.h>
#include <linux/utsname.h>
#include <linux/uuid.h>
#include <net/core.h>

/* proc.ts */
int __machine_cpus(void);
u64 __cpu_statistic(int cpu, int which);
unsigned long __kernel_symbol(int index, char *name, size_t size);
/* process/limit-functions.ts */
unsigned long __system_information(int which);

static int loadavg_show(struct seq_file *m, void *element)
{
	seq_printf(m, "0.00 0.00 0.00 %llu/%llu %llu\n", __cpu_statistic(-1, 3), __cpu_statistic(-1, 5), __cpu_statistic(-1, 2));
	return 0;
}

static void show_cpu_time(struct seq_file *m, int cpu, u64 user, u64 system)
{
	u64 all = ktime_get_ns() * (cpu < 0 ? __machine_cpus() : 1);

	if (cpu < 0)
		seq_puts(m, "cpu ");
	else
		seq_printf(m, "cpu%d", cpu);
	seq_printf(m, " %llu 0 %llu %llu 0 0 0 0 0 0\n", user / 10000000, system / 10000000,
		   all > user + system ? (all - user - system) / 10000000 : 0);
}

static int stat_show(struct seq_file *m, void *element)
{
	unsigned long each[NR_SOFTIRQS] = {}, all = 0;
	u64 user = 0, system = 0;
	int cpu, i;

	for (cpu = 0; cpu < __machine_cpus(); cpu++) {
		user += __cpu_statistic(cpu, 0);
		system += __cpu_statistic(cpu, 1);
		for (i = 0; i < NR_SOFTIRQS; i++) {
			each[i] += __softirq_count(i, cpu);
			all += __softirq_count(i, cpu);
		}
	}
	show_cpu_time(m, -1, user, system);
	for (cpu = 0; cpu < __machine_cpus(); cpu++)
		show_cpu_time(m, cpu, __cpu_statistic(cpu, 0), __cpu_statistic(cpu, 1));
	__irq_sums_show(m);
	seq_printf(m, "\nctxt %llu\nbtime %lld\nprocesses %llu\nprocs_running %llu\nprocs_blocked %llu\nsoftirq %lu",
		   __cpu_statistic(-1, 1), (s64)(ktime_get_real_ns() - ktime_get_ns()) / 1000000000, __cpu_statistic(-1, 2),
		   __cpu_statistic(-1, 3), __cpu_statistic(-1, 4), all);
	for (i = 0; i < NR_SOFTIRQS; i++)
		seq_printf(m, " %lu", each[i]);
	seq_putc(m, '\n');
	return 0;
}

static int softirqs_show(struct seq_file *m, void *element)
{
	int cpu, i;

	seq_puts(m, "                    ");
	for (cpu = 0; cpu < __machine_cpus(); cpu++)
		seq_printf(m, "CPU%-8d", cpu);
	seq_putc(m, '\n');
	for (i = 0; i < NR_SOFTIRQS; i++) {
		seq_printf(m, "%12s:", __softirq_names[i]);
		for (cpu = 0; cpu < __machine_cpus(); cpu++)
			seq_printf(m, " %10lu", __softirq_count(i, cpu));
		seq_putc(m, '\n');
	}
	return 0;
}

int __net_dev_show(struct seq_file *m, void *element)
{
	struct rtnl_link_stats64 s;
	struct net_device *dev;

	seq_puts(m, "Inter-|   Receive                                                |  Transmit\n"
		    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n");
	list_for_each_entry(dev, &__all_netdevs, dev_list) {
		dev_get_stats(dev, &s);
		seq_printf(m, "%6s: %7llu %7llu %4llu %4llu %4llu %5llu %10llu %9llu %8llu %7llu %4llu %4llu %4llu %5llu %7llu %10llu\n",
			   dev->name, s.rx_bytes, s.rx_packets, s.rx_errors, s.rx_dropped + s.rx_missed_errors, s.rx_fifo_errors,
			   s.rx_length_errors + s.rx_over_errors + s.rx_crc_errors + s.rx_frame_errors, s.rx_compressed, s.multicast,
			   s.tx_bytes, s.tx_packets, s.tx_errors, s.tx_dropped, s.tx_fifo_errors, s.collisions,
			   s.tx_carrier_errors + s.tx_aborted_errors + s.tx_window_errors + s.tx_heartbeat_errors, s.tx_compressed);
	}
	return 0;
}

/* A member of utsname() by its offset. */
static int uts_show(struct seq_file *m, void *element)
{
	const struct proc_row *row = m->private;

	seq_printf(m, "%s\n", (const char *)utsname() + simple_strtoul(row->text, NULL, 10));
	return 0;
}

static int tainted_show(struct seq_file *m, void *element)
{
	seq_printf(m, "%llu\n", __cpu_statistic(-1, 6));
	return 0;
}

static int boot_id_show(struct seq_file *m, void *element)
{
	static uuid_t boot;

	while (!boot.b[8])
		generate_random_uuid(boot.b);
	seq_printf(m, "%pU\n", &boot);
	return 0;
}

static int uuid_show(struct seq_file *m, void *element)
{
	uuid_t uuid;

	generate_random_uuid(uuid.b);
	seq_printf(m, "%pU\n", &uuid);
	return 0;
}

static int text_show(struct seq_file *m, void *element)
{
	seq_printf(m, "%s\n", ((const struct proc_row *)m->private)->text);
	return 0;
}

static int swaps_show(struct seq_file *m, void *element)
{
	unsigned long size = __system_information(3) >> 10;

	seq_puts(m, "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
	if (size)
		seq_printf(m, "/swap                                   file\t\t%lu\t\t%lu\t\t-2\n", size,
			   size - (__system_information(4) >> 10));
	return 0;
}

/* The functions that are C here. */
static int kallsyms_show(struct seq_file *m, void *element)
{
	unsigned long address;
	char name[128];
	int i;

	for (i = 0; !seq_has_overflowed(m) && (address = __kernel_symbol(i, name, sizeof(name))); i++)
		if (*name)
			seq_printf(m, "%016lx t %s\n", address, name);
	return 0;
}

static int nothing_show(struct seq_file *m, void *element)
{
	return 0;
}

#define DIR(path) { "/proc/" path }
#define SHOW(path, function) { "/proc/" path, 0444, function }
#define TEXT(path, text) { "/proc/" path, 0444, text_show, text }
#define KERNEL(name, text) TEXT("sys/kernel/" name, text)
#define UTS(name, offset) { "/proc/sys/kernel/" name, 0444, uts_show, offset }
#define LINK(path, to) { "/proc/" path, 0777, NULL, to }

/* Settings that nothing in the model looks at can be read and not be written. */
static const struct proc_row proc_rows[] = {
	SHOW("stat", stat_show), SHOW("loadavg", loadavg_show), SHOW("softirqs", softirqs_show), SHOW("diskstats", nothing_show), SHOW("swaps", swaps_show), SHOW("kallsyms", kallsyms_show),
	SHOW("locks", nothing_show), LINK("mounts", "self/mounts"), LINK("net", "self/net"),
	TEXT("partitions", "major minor  #blocks  name\n"), TEXT("execdomains", "0-0\tLinux           \t[kernel]"),
	TEXT("dma", " 4: cascade"), TEXT("consoles", "ttyS0                -W- (EC p a)    4:64"),
	DIR("sys/kernel"), UTS("ostype", "0"), UTS("hostname", "65"), UTS("osrelease", "130"), UTS("version", "195"),
	UTS("domainname", "325"), SHOW("sys/kernel/tainted", tainted_show),
	KERNEL("pid_max", "32768"), KERNEL("printk", "8\t4\t1\t7"), KERNEL("printk_ratelimit", "5"),
	KERNEL("printk_ratelimit_burst", "10"), KERNEL("panic", "0"), KERNEL("panic_on_oops", "0"),
	KERNEL("panic_on_warn", "0"), KERNEL("oops_limit", "10000"), KERNEL("warn_limit", "0"),
	KERNEL("dmesg_restrict", "0"), KERNEL("kptr_restrict", "0"), KERNEL("randomize_va_space", "0"),
	KERNEL("modules_disabled", "0"), KERNEL("ngroups_max", "65536"), KERNEL("cap_last_cap", "40"),
	KERNEL("overflowuid", "65534"), KERNEL("overflowgid", "65534"), KERNEL("core_pattern", "core"),
	KERNEL("max_lock_depth", "1024"),
	DIR("sys/kernel/random"), SHOW("sys/kernel/random/boot_id", boot_id_show), SHOW("sys/kernel/random/uuid", uuid_show),
	TEXT("sys/kernel/random/entropy_avail", "256"), TEXT("sys/kernel/random/poolsize", "256"),
	DIR("sys/fs"), TEXT("sys/fs/nr_open", "1048576"), TEXT("sys/fs/pipe-max-size", "1048576"),
};

struct dentry *__proc_make_of(struct dentry *directory, const struct proc_row *row, const char *name, void *data)
{
	struct proc_dir_entry *above = directory == __proc_dentry ? NULL : directory->d_inode->i_private, *entry;

	if (row->show)
		entry = proc_create_single_data(name, row->mode, above, row->show, data);
	else if (row->text)
		entry = proc_symlink(name, above, row->text);
	else
		entry = proc_mkdir_data(name, 0555, above, data);
	return entry ? entry->dentry : NULL;
}

/* The file of this name in a directory of /proc that has none yet; without a name all that there are. NULL where there is none. */
struct dentry *__proc_make_row(struct dentry *directory, const char *name, size_t length)
{
	char path[128];
	size_t i, above;

	__d_path(directory, path, sizeof(path));
	above = strlen(path);
	for (i = 0; i < ARRAY_SIZE(proc_rows); i++) {
		const struct proc_row *row = &proc_rows[i];
		const char *last = strrchr(row->name, '/') + 1;
		size_t size = strlen(last);

		if (last != row->name + above + 1 || strncmp(row->name, path, above) || __d_child(directory, last, size))
			continue;
		if (!name || (size == length && strncmp(last, name, size) == 0)) {
			struct dentry *made = __proc_make_of(directory, row, last, (void *)row);

			if (name)
				return made;
		}
	}
	return __irq_proc_make(directory, path, name, length);
}
