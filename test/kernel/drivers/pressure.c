#include <linux/module.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/miscdevice.h>
#include <linux/fs.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

static DECLARE_WAIT_QUEUE_HEAD(queue);
static int taken;

struct request {
	unsigned long pages;
	unsigned int order, kind;
};

static gfp_t gfp_of(unsigned int kind)
{
	switch (kind) {
	case 1: return GFP_KERNEL | __GFP_NOWARN | __GFP_NORETRY;
	case 2: return GFP_KERNEL | __GFP_NOWARN | __GFP_RETRY_MAYFAIL;
	case 3: return GFP_KERNEL | __GFP_NOWARN | GFP_DMA32;
	case 4: return GFP_NOWAIT | __GFP_NOWARN;
	default: return GFP_KERNEL | __GFP_NOWARN;
	}
}

/* Takes as many pages as are asked for, and gives them back. 11: waits for that, and no signal ends it. */
static long take(struct file *file, unsigned int command, unsigned long argument)
{
	struct page *head = NULL, *page;
	struct request want;
	unsigned long got;

	if (command == 0)
		return totalram_pages();
	if (command == 11) {
		wait_event(queue, taken);
		return 0;
	}
	if (copy_from_user(&want, (void __user *)argument, sizeof(want)))
		return -EFAULT;
	for (got = 0; got < want.pages; got += 1UL << want.order) {
		page = alloc_pages(gfp_of(want.kind), want.order);
		if (!page)
			break;
		*(struct page **)page_address(page) = head;
		head = page;
	}
	while (head) {
		page = head;
		head = *(struct page **)page_address(page);
		__free_pages(page, want.order);
	}
	taken = 1;
	wake_up(&queue);
	return got < want.pages ? -ENOMEM : 0;
}

static const struct file_operations operations = { .owner = THIS_MODULE, .unlocked_ioctl = take };
static struct miscdevice device = { .minor = MISC_DYNAMIC_MINOR, .name = "pressure", .fops = &operations };
module_misc_device(device);
MODULE_LICENSE("GPL");
