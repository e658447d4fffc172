/* /proc itself, and the files in it that say what the kernel and its machine are. */
#include <linux/cdev.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/proc_entry.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>
#include <linux/utsname.h>

void __memory_proc_init(void);
void __proc_pids_init(void);
/* fs/proc/task_mmu.c */
void __task_mmu_init(void);

/* proc.ts */
int __machine_cpus(void);
unsigned long __log_line(unsigned long from, char *buffer, size_t size);

static int version_show(struct seq_file *m, void *element)
{
	const struct new_utsname *name = utsname();

	seq_printf(m, "%s version %s (dma-debugger) %s\n", name->sysname, name->release, name->version);
	return 0;
}

static int uptime_show(struct seq_file *m, void *element)
{
	u64 hundredths = ktime_get_ns() / 10000000;

	seq_printf(m, "%llu.%02llu 0.00\n", hundredths / 100, hundredths % 100);
	return 0;
}

static int cmdline_show(struct seq_file *m, void *element)
{
	seq_puts(m, "\n");
	return 0;
}

static int filesystems_show(struct seq_file *m, void *element)
{
	static const char *const names[] = { "sysfs", "tmpfs", "ramfs", "proc", "devtmpfs", "debugfs" };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		seq_printf(m, "nodev\t%s\n", names[i]);
	return 0;
}

/* What the model's CPUs are: no vendor's. */
static int cpuinfo_show(struct seq_file *m, void *element)
{
	int cpu;

	for (cpu = 0; cpu < __machine_cpus(); cpu++)
		seq_printf(m, "processor\t: %d\nvendor_id\t: Simulated\nmodel name\t: DMA debugger CPU\ncpu MHz\t\t: 3000.000\n"
			      "clflush size\t: 64\ncache_alignment\t: 64\naddress sizes\t: 46 bits physical, 48 bits virtual\n\n",
			   cpu);
	return 0;
}

/* Follows the log: what was read once is not read again by the same opener. */
static ssize_t kmsg_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	char line[512];
	size_t done = 0;
	unsigned long next;

	while ((next = __log_line((unsigned long)file->private_data, line, sizeof(line)))) {
		size_t length = strlen(line);

		if (done + length > count)
			break;
		if (copy_to_user(buffer + done, line, length))
			return done ? (ssize_t)done : -EFAULT;
		done += length;
		file->private_data = (void *)next;
	}
	return done;
}

static const struct proc_ops kmsg_proc_ops = { .proc_read = kmsg_read, .proc_lseek = noop_llseek };

/* Where kernel/sysctl.c puts the tables of drivers. */
struct proc_dir_entry *__proc_sys;

void __proc_vm_init(struct proc_dir_entry *sys);

static void make_proc_directories(void)
{
	proc_mkdir("bus", NULL);
	proc_mkdir("driver", NULL);
	proc_mkdir("fs", NULL);
	proc_mkdir("irq", NULL);
	__proc_sys = proc_mkdir("sys", NULL);
	__proc_vm_init(__proc_sys);
	proc_mkdir("tty", NULL);
}

void __proc_init(void)
{
	__proc_pids_init();
	make_proc_directories();
	__task_mmu_init();
	proc_create_single("version", 0, NULL, version_show);
	proc_create_single("uptime", 0, NULL, uptime_show);
	proc_create_single("cmdline", 0, NULL, cmdline_show);
	proc_create_single("filesystems", 0, NULL, filesystems_show);
	proc_create_single("cpuinfo", 0, NULL, cpuinfo_show);
	__memory_proc_init();
	proc_create_single("devices", 0, NULL, __chrdev_show);
	proc_create_single("modules", 0, NULL, __modules_show);
	proc_create_single("interrupts", 0, NULL, __interrupts_show);
	proc_create_single("iomem", 0400, NULL, __iomem_show);
	proc_create_single("ioports", 0400, NULL, __ioports_show);
	proc_create_single("misc", 0, NULL, __misc_show);
	proc_create("kmsg", S_IRUSR, NULL, &kmsg_proc_ops);
}
