/* Pages of processes for drivers: held so that they stay, and pinned when a device works on them. */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>

/* process/pin-functions.ts: the page, held, or an error */
struct page *__gup_page(struct mm_struct *mm, unsigned long address, unsigned int flags);

/* Pages from `start` on, up to the first that cannot be had; its error when that is the very first. */
static long get_pages(struct mm_struct *mm, unsigned long start, unsigned long count, unsigned int flags, struct page **pages)
{
	unsigned long done;

	if (!count)
		return 0;
	for (done = 0; done < count; done++) {
		struct page *page;

		if (fatal_signal_pending(current))
			return done ? (long)done : -EINTR;
		page = __gup_page(mm, (start & PAGE_MASK) + (done << PAGE_SHIFT), flags);
		if (IS_ERR(page))
			return done ? (long)done : PTR_ERR(page);
		if (pages)
			pages[done] = page;
		else if (flags & FOLL_PIN)
			unpin_user_page(page);
		else
			put_page(page);
	}
	return done;
}

long __get_user_pages(unsigned long start, unsigned long count, unsigned int flags, struct page **pages,
		      struct vm_area_struct **vmas)
{
	/* FOLL_PIN belongs to pin_user_pages() alone. */
	if (WARN_ON_ONCE(flags & FOLL_PIN) || WARN_ON_ONCE(vmas))
		return -EINVAL;
	return get_pages(current->mm, start, count, flags | (pages ? FOLL_GET : 0), pages);
}

long __pin_user_pages(unsigned long start, unsigned long count, unsigned int flags, struct page **pages,
		      struct vm_area_struct **vmas)
{
	if (WARN_ON_ONCE(flags & FOLL_GET) || WARN_ON_ONCE(!pages) || WARN_ON_ONCE(vmas))
		return -EINVAL;
	return get_pages(current->mm, start, count, flags | FOLL_PIN, pages);
}

/* The lock is held all the time here: nothing of another process is waited for. */
long get_user_pages_remote(struct mm_struct *mm, unsigned long start, unsigned long count, unsigned int flags,
			   struct page **pages, struct vm_area_struct **vmas, int *locked)
{
	if (WARN_ON_ONCE(flags & FOLL_PIN) || WARN_ON_ONCE(vmas))
		return -EINVAL;
	return get_pages(mm, start, count, flags | (pages ? FOLL_GET : 0), pages);
}

long pin_user_pages_remote(struct mm_struct *mm, unsigned long start, unsigned long count, unsigned int flags,
			   struct page **pages, struct vm_area_struct **vmas, int *locked)
{
	if (WARN_ON_ONCE(flags & FOLL_GET) || WARN_ON_ONCE(!pages) || WARN_ON_ONCE(vmas))
		return -EINVAL;
	return get_pages(mm, start, count, flags | FOLL_PIN, pages);
}

long get_user_pages_unlocked(unsigned long start, unsigned long count, struct page **pages, unsigned int flags)
{
	long result;

	mmap_read_lock(current->mm);
	result = __get_user_pages(start, count, flags, pages, NULL);
	mmap_read_unlock(current->mm);
	return result;
}

long pin_user_pages_unlocked(unsigned long start, unsigned long count, struct page **pages, unsigned int flags)
{
	long result;

	mmap_read_lock(current->mm);
	result = __pin_user_pages(start, count, flags, pages, NULL);
	mmap_read_unlock(current->mm);
	return result;
}

static int fast_range_error(unsigned long start, int count)
{
	return count < 0 || !access_ok((void __user *)(start & PAGE_MASK), (unsigned long)count << PAGE_SHIFT) ? -EFAULT : 0;
}

int get_user_pages_fast(unsigned long start, int count, unsigned int flags, struct page **pages)
{
	int error = fast_range_error(start, count);

	return error ? error : get_user_pages_unlocked(start, count, pages, flags);
}

int pin_user_pages_fast(unsigned long start, int count, unsigned int flags, struct page **pages)
{
	int error = fast_range_error(start, count);

	return error ? error : pin_user_pages_unlocked(start, count, pages, flags);
}

void unpin_user_pages(struct page **pages, unsigned long count)
{
	unsigned long i;

	for (i = 0; i < count; i++)
		unpin_user_page(pages[i]);
}

void unpin_user_pages_dirty_lock(struct page **pages, unsigned long count, bool dirty)
{
	unsigned long i;

	for (i = 0; i < count; i++) {
		if (dirty)
			set_page_dirty_lock(pages[i]);
		unpin_user_page(pages[i]);
	}
}

int set_page_dirty_lock(struct page *page)
{
	return set_page_dirty(page);
}
