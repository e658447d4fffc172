/* What /proc says about memory: the texts are made by memory-reports/. */
#include <linux/debugfs.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>

/* memory-reports/functions.ts */
unsigned long __memory_report(int which, unsigned long from, char *buffer, size_t size);

static int memory_show(struct seq_file *m, int which)
{
	char piece[512];
	unsigned long from = 0, length;

	while ((length = __memory_report(which, from, piece, sizeof(piece)))) {
		seq_write(m, piece, length);
		from += length;
	}
	return 0;
}

static int buddyinfo_report(struct seq_file *m, void *element) { return memory_show(m, 0); }
static int pagetypeinfo_report(struct seq_file *m, void *element) { return memory_show(m, 1); }
static int zoneinfo_report(struct seq_file *m, void *element) { return memory_show(m, 2); }
static int meminfo_report(struct seq_file *m, void *element) { return memory_show(m, 3); }
static int vmstat_report(struct seq_file *m, void *element) { return memory_show(m, 4); }
static int slabinfo_report(struct seq_file *m, void *element) { return memory_show(m, 5); }
static int vmallocinfo_report(struct seq_file *m, void *element) { return memory_show(m, 6); }

static int unusable_show(struct seq_file *m, void *element) { return memory_show(m, 7); }
DEFINE_SHOW_ATTRIBUTE(unusable);
static int extfrag_show(struct seq_file *m, void *element) { return memory_show(m, 8); }
DEFINE_SHOW_ATTRIBUTE(extfrag);

void __memory_proc_init(void)
{
	proc_create_single("buddyinfo", 0444, NULL, buddyinfo_report);
	proc_create_single("pagetypeinfo", 0400, NULL, pagetypeinfo_report);
	proc_create_single("zoneinfo", 0444, NULL, zoneinfo_report);
	proc_create_single("meminfo", 0444, NULL, meminfo_report);
	proc_create_single("vmstat", 0444, NULL, vmstat_report);
	proc_create_single("slabinfo", 0400, NULL, slabinfo_report);
	proc_create_single("vmallocinfo", 0400, NULL, vmallocinfo_report);
}

void __extfrag_init(void)
{
	struct dentry *directory = debugfs_create_dir("extfrag", NULL);

	debugfs_create_file("unusable_index", 0444, directory, NULL, &unusable_fops);
	debugfs_create_file("extfrag_index", 0444, directory, NULL, &extfrag_fops);
}
