/* A misc device that works on its caller's pages: get_user_pages and pin_user_pages, what they refuse, and the counts they leave. */
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/io.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define MOST 16

static struct page *pages[MOST];

static int pages_of(unsigned long start, size_t count)
{
	return ((start & ~PAGE_MASK) + count + PAGE_SIZE - 1) >> PAGE_SHIFT;
}

static void invert(unsigned long start, size_t count)
{
	size_t done = 0;
	int i;

	for (i = 0; done < count; i++) {
		size_t offset = i ? 0 : start & ~PAGE_MASK, length = min(count - done, PAGE_SIZE - offset), j;
		u8 *bytes = kmap_local_page(pages[i]);

		for (j = 0; j < length; j++)
			bytes[offset + j] ^= 0xff;
		kunmap_local(bytes);
		done += length;
	}
}

/* Inverts the caller's bytes in place. */
static ssize_t pinned_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	unsigned long start = (unsigned long)buffer;
	int wanted = pages_of(start, count), got, pinned;

	if (wanted > MOST)
		return -EINVAL;
	got = pin_user_pages_fast(start, wanted, FOLL_WRITE, pages);
	pr_info("pin %d of %d\n", got, wanted);
	if (got < 0)
		return got;
	if (got == wanted)
		invert(start, count);
	pinned = page_count(pages[0]);
	unpin_user_pages_dirty_lock(pages, got, true);
	pr_info("pinning counted %d\n", pinned - page_count(pages[0]));
	return got == wanted ? count : -EFAULT;
}

/* Sums the caller's bytes without writing to them. */
static ssize_t pinned_write(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	unsigned long start = (unsigned long)buffer, sum = 0;
	int wanted = pages_of(start, count), got, i, j;

	if (wanted > MOST)
		return -EINVAL;
	mmap_read_lock(current->mm);
	got = get_user_pages(start, wanted, 0, pages, NULL);
	mmap_read_unlock(current->mm);
	pr_info("get %d of %d\n", got, wanted);
	for (i = 0; i < got; i++) {
		u8 *bytes = kmap(pages[i]);

		for (j = 0; j < PAGE_SIZE; j++)
			sum += bytes[j];
		kunmap(pages[i]);
		put_page(pages[i]);
	}
	pr_info("sum %lu\n", sum);
	return got < 0 ? got : count;
}

static void *shared;

static int pinned_mmap(struct file *file, struct vm_area_struct *vma)
{
	return remap_pfn_range(vma, vma->vm_start, virt_to_phys(shared) >> PAGE_SHIFT, PAGE_SIZE, vma->vm_page_prot);
}

static const struct file_operations pinned_fops = {
	.owner = THIS_MODULE, .read = pinned_read, .write = pinned_write, .mmap = pinned_mmap,
};
static struct miscdevice pinned_misc = { .minor = MISC_DYNAMIC_MINOR, .name = "pinned", .fops = &pinned_fops };

static int __init pinned_init(void)
{
	shared = (void *)get_zeroed_page(GFP_KERNEL);
	return misc_register(&pinned_misc);
}

static void __exit pinned_exit(void)
{
	misc_deregister(&pinned_misc);
	free_page((unsigned long)shared);
}

module_init(pinned_init);
module_exit(pinned_exit);
MODULE_LICENSE("GPL");
