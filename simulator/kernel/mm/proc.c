/* What /proc says about memory: the texts are made by memory-reports/. */
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

void __memory_proc_init(void)
{
	proc_create_single("buddyinfo", 0444, NULL, buddyinfo_report);
	proc_create_single("pagetypeinfo", 0400, NULL, pagetypeinfo_report);
	proc_create_single("zoneinfo", 0444, NULL, zoneinfo_report);
	proc_create_single("meminfo", 0444, NULL, meminfo_report);
	proc_create_single("vmstat", 0444, NULL, vmstat_report);
	proc_create_single("slabinfo", 0400, NULL, slabinfo_report);
}
