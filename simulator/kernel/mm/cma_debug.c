/* /sys/kernel/debug/cma: what each area holds, and taking pages from it by hand. The areas themselves are kept by cma.ts. */
#include <linux/debugfs.h>
#include <linux/list.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

/* cma/functions.ts */
int __cma_areas(void);
void __cma_name(int area, char *buffer, size_t size);
unsigned long __cma_value(int area, int which);
unsigned long __cma_bitmap_word(int area, unsigned long word);
unsigned long __cma_take(int area, unsigned long pages);
void __cma_give(int area, unsigned long pfn, unsigned long pages);

enum { CMA_BASE_PFN, CMA_COUNT, CMA_ORDER_PER_BIT, CMA_USED, CMA_MAXCHUNK };

/* What was taken through `alloc`: the newest is given back first. */
struct cma_piece {
	struct list_head list;
	int area;
	unsigned long pfn;
	unsigned long pages;
};
static LIST_HEAD(cma_pieces);

static int cma_base_pfn_get(void *area, u64 *value) { return *value = __cma_value((long)area, CMA_BASE_PFN), 0; }
static int cma_count_get(void *area, u64 *value) { return *value = __cma_value((long)area, CMA_COUNT), 0; }
static int cma_order_get(void *area, u64 *value) { return *value = __cma_value((long)area, CMA_ORDER_PER_BIT), 0; }
static int cma_used_get(void *area, u64 *value) { return *value = __cma_value((long)area, CMA_USED), 0; }
static int cma_maxchunk_get(void *area, u64 *value) { return *value = __cma_value((long)area, CMA_MAXCHUNK), 0; }

static int cma_alloc_write(void *area, u64 pages)
{
	struct cma_piece *piece = kzalloc(sizeof(*piece), GFP_KERNEL);

	if (!piece)
		return -ENOMEM;
	piece->area = (long)area;
	piece->pages = pages;
	piece->pfn = __cma_take(piece->area, pages);
	if (!piece->pfn) {
		kfree(piece);
		return -ENOMEM;
	}
	list_add(&piece->list, &cma_pieces);
	return 0;
}

static int cma_free_write(void *area, u64 pages)
{
	struct cma_piece *piece, *next;

	list_for_each_entry_safe(piece, next, &cma_pieces, list) {
		unsigned long part = piece->pages < pages ? piece->pages : pages;

		if (piece->area != (long)area)
			continue;
		if (!pages)
			break;
		if (part < piece->pages && __cma_value(piece->area, CMA_ORDER_PER_BIT))
			break;
		__cma_give(piece->area, piece->pfn, part);
		piece->pfn += part;
		piece->pages -= part;
		pages -= part;
		if (!piece->pages) {
			list_del(&piece->list);
			kfree(piece);
		}
	}
	return 0;
}

DEFINE_DEBUGFS_ATTRIBUTE(cma_base_pfn_fops, cma_base_pfn_get, NULL, "%llu\n");
DEFINE_DEBUGFS_ATTRIBUTE(cma_count_fops, cma_count_get, NULL, "%llu\n");
DEFINE_DEBUGFS_ATTRIBUTE(cma_order_fops, cma_order_get, NULL, "%llu\n");
DEFINE_DEBUGFS_ATTRIBUTE(cma_used_fops, cma_used_get, NULL, "%llu\n");
DEFINE_DEBUGFS_ATTRIBUTE(cma_maxchunk_fops, cma_maxchunk_get, NULL, "%llu\n");
DEFINE_DEBUGFS_ATTRIBUTE(cma_alloc_fops, NULL, cma_alloc_write, "%llu\n");
DEFINE_DEBUGFS_ATTRIBUTE(cma_free_fops, NULL, cma_free_write, "%llu\n");

static int cma_bitmap_show(struct seq_file *m, void *element)
{
	unsigned long word, bits;

	for (word = 0; (bits = __cma_bitmap_word((long)m->private, word)) <= 0xffffffff; word++)
		seq_printf(m, word ? " %lu" : "%lu", bits);
	seq_putc(m, '\n');
	return 0;
}

static int cma_bitmap_open(struct inode *inode, struct file *file)
{
	return single_open(file, cma_bitmap_show, inode->i_private);
}

static const struct file_operations cma_bitmap_fops = {
	.open = cma_bitmap_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};

void __cma_debugfs_init(void)
{
	struct dentry *root = debugfs_create_dir("cma", NULL), *directory;
	char name[64];
	long area;

	for (area = 0; area < __cma_areas(); area++) {
		__cma_name(area, name, sizeof(name));
		directory = debugfs_create_dir(name, root);
		debugfs_create_file("alloc", 0200, directory, (void *)area, &cma_alloc_fops);
		debugfs_create_file("free", 0200, directory, (void *)area, &cma_free_fops);
		debugfs_create_file("base_pfn", 0444, directory, (void *)area, &cma_base_pfn_fops);
		debugfs_create_file("count", 0444, directory, (void *)area, &cma_count_fops);
		debugfs_create_file("order_per_bit", 0444, directory, (void *)area, &cma_order_fops);
		debugfs_create_file("used", 0444, directory, (void *)area, &cma_used_fops);
		debugfs_create_file("maxchunk", 0444, directory, (void *)area, &cma_maxchunk_fops);
		debugfs_create_file("bitmap", 0444, directory, (void *)area, &cma_bitmap_fops);
	}
}
