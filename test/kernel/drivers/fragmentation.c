/* A block of many pages where a program has fragmented memory; the same file runs on a real kernel. */
#include <linux/gfp.h>
#include <linux/miscdevice.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>

static ssize_t frag_write(struct file *file, const char __user *buffer, size_t count, loff_t *at)
{
	struct page *eaten = NULL, *atomic, *page, *next;
	gfp_t urgent = GFP_ATOMIC | __GFP_NOWARN;

	/* All blocks that there are. */
	while ((page = alloc_pages(urgent, 9))) {
		*(struct page **)page_address(page) = eaten;
		eaten = page;
	}
	atomic = alloc_pages(urgent, 9);
	page = alloc_pages(GFP_KERNEL | __GFP_NOWARN, 9);

	pr_info("frag: atomic %d, kernel %d\n", atomic != NULL, page != NULL);
	if (atomic)
		__free_pages(atomic, 9);
	if (page)
		__free_pages(page, 9);
	for (; eaten; eaten = next) {
		next = *(struct page **)page_address(eaten);
		__free_pages(eaten, 9);
	}
	return count;
}
static const struct file_operations frag_operations = { .owner = THIS_MODULE, .write = frag_write };
static struct miscdevice frag = { .minor = MISC_DYNAMIC_MINOR, .name = "frag", .fops = &frag_operations, .mode = 0666 };
module_misc_device(frag);
MODULE_LICENSE("GPL");
