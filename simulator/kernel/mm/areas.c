/* What kernel code sees of the areas of an address space, of its own or of another process. */
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>

/* process/pin-functions.ts */
int __describe_area(struct mm_struct *mm, unsigned long address, unsigned long values[5]);
/* process/mmap-functions.ts */
void __release_memory_of(struct mm_struct *mm);

/* Memory that no driver maps has no struct in the model: it is given one that says what it is, and that changes nothing. */
static struct vm_area_struct *shown_area(struct mm_struct *mm, const unsigned long values[5])
{
	struct vm_area_struct *area;

	for (area = mm->__shown; area && area->vm_start != values[0]; area = area->__next_removed)
		;
	if (!area) {
		area = kzalloc(sizeof(*area), GFP_KERNEL);
		if (!area)
			return NULL;
		area->__next_removed = mm->__shown;
		mm->__shown = area;
	}
	area->vm_mm = mm;
	area->vm_start = values[0];
	area->vm_end = values[1];
	area->vm_flags = values[2];
	area->vm_pgoff = values[3];
	return area;
}

void __forget_shown_areas(struct mm_struct *mm)
{
	while (mm->__shown) {
		struct vm_area_struct *area = mm->__shown;

		mm->__shown = area->__next_removed;
		kfree(area);
	}
}

struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long address)
{
	unsigned long values[5];

	if (!__describe_area(mm, address, values))
		return NULL;
	return values[4] ? (struct vm_area_struct *)values[4] : shown_area(mm, values);
}

struct vm_area_struct *vma_lookup(struct mm_struct *mm, unsigned long address)
{
	struct vm_area_struct *area = find_vma(mm, address);

	return area && area->vm_start <= address ? area : NULL;
}

struct vm_area_struct *find_vma_intersection(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct vm_area_struct *area = find_vma(mm, start);

	return area && area->vm_start < end ? area : NULL;
}

struct mm_struct *get_task_mm(struct task_struct *task)
{
	struct mm_struct *mm = task->flags & PF_KTHREAD ? NULL : task->mm;

	if (mm)
		mmget(mm);
	return mm;
}

void mmput(struct mm_struct *mm)
{
	if (!atomic_dec_and_test(&mm->mm_users))
		return;
	__forget_shown_areas(mm);
	__release_memory_of(mm);
}

void mmdrop(struct mm_struct *mm)
{
	if (atomic_dec_return(&mm->mm_count) <= 1 && !atomic_read(&mm->mm_users))
		kfree(mm);
}

/* Bytes that were copied; 0 when not even the first could be. */
int access_process_vm(struct task_struct *task, unsigned long address, void *buffer, int length, unsigned int flags)
{
	struct mm_struct *mm = get_task_mm(task);
	int done = 0;

	if (!mm)
		return 0;
	mmap_read_lock(mm);
	while (done < length) {
		int offset = offset_in_page(address + done), part = min_t(int, length - done, PAGE_SIZE - offset);
		struct page *page;

		if (get_user_pages_remote(mm, address + done, 1, flags, &page, NULL, NULL) <= 0)
			break;
		if (flags & FOLL_WRITE) {
			memcpy(page_address(page) + offset, buffer + done, part);
			set_page_dirty_lock(page);
		} else {
			memcpy(buffer + done, page_address(page) + offset, part);
		}
		put_page(page);
		done += part;
	}
	mmap_read_unlock(mm);
	mmput(mm);
	return done;
}

/* In the current process; of a file only what it has open already. */
unsigned long vm_mmap(struct file *file, unsigned long address, unsigned long length, unsigned long protection,
		      unsigned long flags, unsigned long offset)
{
	unsigned long result;
	int fd = -1;

	if (file) {
		fd = __install_fd(get_file(file), 0);
		if (fd < 0) {
			fput(file);
			return fd;
		}
	}
	result = ksys_mmap(address, length, protection, flags | (file ? 0 : MAP_ANONYMOUS), fd, offset);
	if (file)
		ksys_close(fd);
	return result;
}

int vm_munmap(unsigned long start, size_t length)
{
	return ksys_munmap(start, length);
}
