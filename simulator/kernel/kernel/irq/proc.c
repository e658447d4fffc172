/* /proc/irq: a directory for each interrupt, made when somebody looks. */
#include <linux/cpumask.h>
#include <linux/irqdesc.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/proc_entry.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#define MOST_IRQS 1024

/* proc.ts */
int __irq_cpu(unsigned int irq);

enum irq_file { DEFAULT_AFFINITY, AFFINITY, AFFINITY_LIST, EFFECTIVE, EFFECTIVE_LIST, HINT, NODE, SPURIOUS };

static const char *const irq_files[] = { "default_smp_affinity", "smp_affinity", "smp_affinity_list", "effective_affinity",
					 "effective_affinity_list", "affinity_hint", "node", "spurious" };

static int irq_file_show(struct seq_file *m, void *element)
{
	unsigned int irq = (long)m->private >> 8;
	struct irq_desc *desc = irq_to_desc(irq);
	enum irq_file file = (long)m->private & 0xff;

	if (!desc && file)
		return -ENOENT;
	if (file && !desc->affinity)
		desc->affinity = (1ul << num_online_cpus()) - 1;
	switch (file) {
	case DEFAULT_AFFINITY: seq_printf(m, "%x\n", (1 << num_online_cpus()) - 1); break;
	case AFFINITY: seq_printf(m, "%lx\n", desc->affinity); break;
	case AFFINITY_LIST: seq_printf(m, "%*pbl\n", (int)num_online_cpus(), &desc->affinity); break;
	case EFFECTIVE: seq_printf(m, "%x\n", 1 << __irq_cpu(irq)); break;
	case EFFECTIVE_LIST: seq_printf(m, "%d\n", __irq_cpu(irq)); break;
	case HINT: seq_printf(m, "%lx\n", desc->affinity_hint ? desc->affinity_hint->bits[0] : 0ul); break;
	case NODE: seq_puts(m, "0\n"); break;
	case SPURIOUS:
		seq_printf(m, "count %u\nunhandled %u\nlast_unhandled %u ms\n", desc->irq_count, desc->irqs_unhandled,
			   jiffies_to_msecs(desc->last_unhandled));
	}
	return 0;
}

/* Those that no CPU has are refused; the first of the others gets the interrupt. */
static ssize_t affinity_write(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	long data = (long)pde_data(file_inode(file));
	struct cpumask mask = {};
	char text[64] = {};
	int error;

	if (copy_from_user(text, buffer, min(count, sizeof(text) - 1)))
		return -EFAULT;
	error = (data & 0xff) == AFFINITY ? kstrtoul(strim(text), 16, mask.bits) : bitmap_parselist(strim(text), mask.bits, NR_CPUS);
	if (error)
		return error;
	mask.bits[0] &= (1ul << num_online_cpus()) - 1;
	if (!mask.bits[0])
		return -EINVAL;
	error = irq_set_affinity(data >> 8, &mask);
	return error ? error : (ssize_t)count;
}

static int irq_file_open(struct inode *inode, struct file *file)
{
	return single_open(file, irq_file_show, pde_data(inode));
}

static const struct proc_ops affinity_ops = {
	.proc_open = irq_file_open,
	.proc_read = seq_read,
	.proc_write = affinity_write,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
};

/* What stands in the directory: files, and a directory for each handler. */
static void make_irq_files(struct proc_dir_entry *directory, struct irq_desc *desc)
{
	struct irqaction *action;
	int i;

	for (i = AFFINITY; i <= SPURIOUS; i++) {
		void *data = (void *)(long)(desc->irq << 8 | i);

		if (i <= AFFINITY_LIST)
			proc_create_data(irq_files[i], 0644, directory, &affinity_ops, data);
		else
			proc_create_single_data(irq_files[i], 0444, directory, irq_file_show, data);
	}
	for (action = desc->action; action; action = action->next)
		if (!strchr(action->name, '/') && !__d_child(directory->dentry, action->name, strlen(action->name)))
			proc_mkdir(action->name, directory);
}

struct dentry *__irq_proc_make(struct dentry *directory, const char *path, const char *name, size_t length)
{
	struct proc_dir_entry *above = directory->d_inode->i_private, *made = NULL;
	unsigned int irq;
	char text[24];

	if (strcmp(path, "/proc/irq"))
		return NULL;
	for (irq = 0; irq <= MOST_IRQS; irq++) {
		struct irq_desc *desc = irq < MOST_IRQS ? irq_to_desc(irq) : NULL;
		int size = snprintf(text, sizeof(text), irq < MOST_IRQS ? "%u" : "default_smp_affinity", irq);

		if ((irq < MOST_IRQS && !desc) || (name && (size != length || strncmp(name, text, length))) ||
		    __d_child(directory, text, size))
			continue;
		made = desc ? proc_mkdir(text, above) : proc_create_single_data(text, 0444, above, irq_file_show, NULL);
		if (made && desc)
			make_irq_files(made, desc);
		if (name)
			break;
	}
	return name && made ? made->dentry : NULL;
}

/* The interrupt or one of its handlers has gone: its directory is made anew for who looks again. */
void __irq_proc_forget(unsigned int irq)
{
	struct dentry *all = __d_child(__proc_dentry, "irq", 3), *directory;
	char text[12];

	if (!all || list_empty(&all->d_subdirs))
		return;
	directory = __d_child(all, text, snprintf(text, sizeof(text), "%u", irq));
	if (directory)
		proc_remove(directory->d_inode->i_private);
}

/* The line of /proc/stat: how many interrupts there were, and of each number up to the highest that the machine could have. */
void __irq_sums_show(struct seq_file *m)
{
	unsigned long long all = 0;
	unsigned int irq, last = 0;
	int pass, cpu;

	for (pass = 0; pass < 2; pass++) {
		if (pass)
			seq_printf(m, "intr %llu", all);
		for (irq = 0; irq < (pass ? last + 1 : MOST_IRQS); irq++) {
			const struct irq_desc *desc = irq_to_desc(irq);
			unsigned int own = 0;

			for (cpu = 0; desc && cpu < (int)num_online_cpus(); cpu++)
				own += desc->counts[cpu];
			if (pass)
				seq_printf(m, " %u", own);
			else if (desc)
				last = irq;
			all += own;
		}
	}
}
