/* dma-debug's files in debugfs, and its look at what a driver leaves behind. The books themselves are TypeScript (dma/debug/). */
#include <linux/minmax.h>
#include <linux/ctype.h>
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/printk.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#define DMA_DEBUG_NAME_MAX 64

/* As dma/debug/functions.ts counts them. */
enum {
	DMA_DEBUG_DISABLED, DMA_DEBUG_ERROR_COUNT, DMA_DEBUG_ALL_ERRORS, DMA_DEBUG_NUM_ERRORS, DMA_DEBUG_FREE,
	DMA_DEBUG_LEAST_FREE, DMA_DEBUG_TOTAL
};

/* dma/debug/functions.ts */
u32 __dma_debug_number(int which);
void __dma_debug_set_number(int which, u32 value);
void __dma_debug_filter(char *name, size_t size);
void __dma_debug_set_filter(const char *name);
/* Writes the entry at or after the cursor, without a line end, and moves the cursor behind it. False: there is none left. */
bool __dma_debug_dump_line(u32 *bucket, u32 *index, char *line, size_t size);

static int dma_debug_get(void *data, u64 *value)
{
	*value = __dma_debug_number((int)(long)data);
	return 0;
}

static int dma_debug_set(void *data, u64 value)
{
	__dma_debug_set_number((int)(long)data, value);
	return 0;
}

DEFINE_SIMPLE_ATTRIBUTE(dma_debug_shown, dma_debug_get, NULL, "%llu\n");
DEFINE_SIMPLE_ATTRIBUTE(dma_debug_changed, dma_debug_get, dma_debug_set, "%llu\n");

static ssize_t dma_debug_disabled_read(struct file *file, char __user *to, size_t count, loff_t *position)
{
	return simple_read_from_buffer(to, count, position, __dma_debug_number(DMA_DEBUG_DISABLED) ? "Y\n" : "N\n", 2);
}

static const struct file_operations dma_debug_disabled_fops = { .read = dma_debug_disabled_read };

static ssize_t dma_debug_filter_read(struct file *file, char __user *to, size_t count, loff_t *position)
{
	char name[DMA_DEBUG_NAME_MAX + 1];
	size_t length;

	__dma_debug_filter(name, DMA_DEBUG_NAME_MAX);
	length = strlen(name);
	if (length == 0)
		return 0;
	name[length++] = '\n';
	return simple_read_from_buffer(to, count, position, name, length);
}

/* The first word is the name; what begins otherwise switches the filter off. */
static ssize_t dma_debug_filter_write(struct file *file, const char __user *from, size_t count, loff_t *position)
{
	char name[DMA_DEBUG_NAME_MAX], before[DMA_DEBUG_NAME_MAX];
	size_t length = min(count, (size_t)DMA_DEBUG_NAME_MAX - 1);
	size_t i;

	if (copy_from_user(name, from, length))
		return -EFAULT;
	name[length] = 0;
	__dma_debug_filter(before, sizeof(before));
	if (!isalnum(name[0])) {
		if (before[0])
			pr_info("DMA-API: switching off dma-debug driver filter\n");
		__dma_debug_set_filter("");
		return count;
	}
	for (i = 0; i < length && !isspace(name[i]); i++)
		;
	name[i] = 0;
	__dma_debug_set_filter(name);
	pr_info("DMA-API: enable driver filter for driver [%s]\n", name);
	return count;
}

static const struct file_operations dma_debug_filter_fops = {
	.read = dma_debug_filter_read,
	.write = dma_debug_filter_write,
	.llseek = default_llseek,
};

static int dma_debug_dump_show(struct seq_file *file, void *unused)
{
	u32 bucket = 0, index = 0;
	char line[256];

	while (__dma_debug_dump_line(&bucket, &index, line, sizeof(line)))
		seq_printf(file, "%s\n", line);
	return 0;
}

DEFINE_SHOW_ATTRIBUTE(dma_debug_dump);

static void dma_debug_number_file(struct dentry *folder, const char *name, umode_t mode, int which)
{
	debugfs_create_file(name, mode, folder, (void *)(long)which,
			    mode & 0200 ? &dma_debug_changed : &dma_debug_shown);
}

void __dma_debug_init(void)
{
	struct dentry *folder = debugfs_create_dir("dma-api", NULL);

	debugfs_create_file("disabled", 0444, folder, NULL, &dma_debug_disabled_fops);
	dma_debug_number_file(folder, "error_count", 0444, DMA_DEBUG_ERROR_COUNT);
	dma_debug_number_file(folder, "all_errors", 0644, DMA_DEBUG_ALL_ERRORS);
	dma_debug_number_file(folder, "num_errors", 0644, DMA_DEBUG_NUM_ERRORS);
	dma_debug_number_file(folder, "num_free_entries", 0444, DMA_DEBUG_FREE);
	dma_debug_number_file(folder, "min_free_entries", 0444, DMA_DEBUG_LEAST_FREE);
	dma_debug_number_file(folder, "nr_total_entries", 0444, DMA_DEBUG_TOTAL);
	debugfs_create_file("driver_filter", 0644, folder, NULL, &dma_debug_filter_fops);
	debugfs_create_file("dump", 0444, folder, NULL, &dma_debug_dump_fops);
}
