/* What is done to areas that are there: rights, advice, locks, residency, writing back, moving. */
#include <linux/errno.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/vm_areas.h>

/* process/area-functions.ts */
long __protect_areas(unsigned long start, unsigned long length, unsigned long rights);
long __advise_areas(unsigned long start, unsigned long length, int advice);
long __lock_areas(unsigned long start, unsigned long length, int flags);
long __lock_all_areas(int flags);
long __core_residency(unsigned long start, unsigned long pages, unsigned char *result);
/* The next area of [*start, end), behind which *start is moved: bytes of its file; -ENOMEM for a hole, and what REMOVE refuses. */
long __removed_range(unsigned long *start, unsigned long end, unsigned long *number, loff_t bytes[2]);
/* page-cache/functions.ts */
long __ramfs_fallocate(unsigned long number, int mode, loff_t offset, loff_t length);
long __begin_mremap(unsigned long address, unsigned long old, unsigned long length, unsigned long flags,
		    unsigned long wanted);
int __continue_mremap(void);
long __finish_mremap(struct vm_area_struct *moved);
long __msync_range(unsigned long *start, unsigned long end, int flags, unsigned long *number, loff_t bytes[2]);

/* Areas that drivers know are cut here, before their flags change. */
static int cut_areas(unsigned long start, unsigned long length)
{
	int error = __split_area_at(start & PAGE_MASK);

	return error ? error : __split_area_at(PAGE_ALIGN(start + length));
}

long ksys_mprotect(unsigned long start, size_t length, unsigned long rights)
{
	long error;

	__lock_mm_areas();
	error = cut_areas(start, length);
	if (!error)
		error = __protect_areas(start, length, rights);
	__unlock_mm_areas();
	return error;
}

/* Advices whose pages are wanted, or not, at once. */
#define MADV_REMOVE 9
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23

/* Holes and what may not be touched so are errors, unlike for mmap. */
static long populate_advised(unsigned long start, size_t length, enum __populate_mode mode)
{
	unsigned long end = start + PAGE_ALIGN(length);

	if (start & ~PAGE_MASK || (length && !PAGE_ALIGN(length)) || end < start)
		return -EINVAL;
	return end == start ? 0 : __populate_areas(start, end, mode);
}

/* Pages of files go with their blocks, area by area, as by fallocate(). */
static long remove_pages(unsigned long start, size_t length)
{
	unsigned long end = start + PAGE_ALIGN(length), number;
	long error = 0, holes = 0;
	loff_t bytes[2];

	if (start & ~PAGE_MASK || (length && !PAGE_ALIGN(length)) || end < start)
		return -EINVAL;
	while (start < end && !error) {
		error = __removed_range(&start, end, &number, bytes);
		if (error == -ENOMEM)
			holes = error, error = 0;
		else if (!error)
			error = __repeat_after_io(__ramfs_fallocate(number, 3, bytes[0], bytes[1] - bytes[0]));
	}
	return error ? error : holes;
}

long ksys_madvise(unsigned long start, size_t length, int advice)
{
	long error;

	if (advice == MADV_POPULATE_READ || advice == MADV_POPULATE_WRITE)
		return populate_advised(start, length, advice == MADV_POPULATE_READ ? POPULATE_READ : POPULATE_WRITE);
	if (advice == MADV_REMOVE)
		return remove_pages(start, length);
	__lock_mm_areas();
	error = cut_areas(start, length);
	if (!error)
		error = __advise_areas(start, length, advice);
	__unlock_mm_areas();
	return error;
}

#define MLOCK_ONFAULT 1

static long lock_pages(unsigned long start, size_t length, int lock, int on_fault)
{
	long error;

	__lock_mm_areas();
	error = cut_areas(start, length);
	if (!error)
		error = __lock_areas(start, length, lock | on_fault << 1);
	__unlock_mm_areas();
	if (error || !lock || on_fault)
		return error;
	error = __populate_areas(start & PAGE_MASK, PAGE_ALIGN(start + length), POPULATE);
	return error == -EFAULT ? -ENOMEM : error == -ENOMEM ? -EAGAIN : error;
}

long ksys_mlock(unsigned long start, size_t length)
{
	return lock_pages(start, length, 1, 0);
}

long ksys_mlock2(unsigned long start, size_t length, int flags)
{
	return flags & ~MLOCK_ONFAULT ? -EINVAL : lock_pages(start, length, 1, flags);
}

long ksys_munlock(unsigned long start, size_t length)
{
	return lock_pages(start, length, 0, 0);
}

#define MCL_CURRENT 1
#define MCL_ONFAULT 4

long ksys_mlockall(int flags)
{
	long error;

	if (!flags)
		return -EINVAL;
	__lock_mm_areas();
	error = __lock_all_areas(flags);
	__unlock_mm_areas();
	if (!error && (flags & MCL_CURRENT) && !(flags & MCL_ONFAULT))
		__populate_areas(0, TASK_SIZE, POPULATE);
	return error;
}

long ksys_munlockall(void)
{
	return __lock_all_areas(0);
}

long ksys_mincore(unsigned long start, size_t length, unsigned char __user *result)
{
	unsigned char *piece;
	unsigned long pages = PAGE_ALIGN(length) >> PAGE_SHIFT, done = 0;
	long error = 0;

	if (start & ~PAGE_MASK)
		return -EINVAL;
	if (start + length < start || start + length > TASK_SIZE)
		return -ENOMEM;
	piece = kmalloc(PAGE_SIZE, GFP_KERNEL);
	if (!piece)
		return -EAGAIN;
	while (done < pages && !error) {
		unsigned long count = pages - done < PAGE_SIZE ? pages - done : PAGE_SIZE;

		error = __core_residency(start + done * PAGE_SIZE, count, piece);
		if (!error && copy_to_user(result + done, piece, count))
			error = -EFAULT;
		done += count;
	}
	kfree(piece);
	return error;
}

/* What a driver's file says to it; one without fsync cannot be synchronised. */
static long sync_driver_area(unsigned long start, int flags)
{
	struct vm_area_struct *area = __next_area_struct(start, start + 1);
	loff_t first;

	if (!area || area->vm_start > start || !(flags & MS_SYNC) || !(area->vm_flags & VM_SHARED) || !area->vm_file)
		return 0;
	if (!area->vm_file->f_op->fsync)
		return -EINVAL;
	first = ((loff_t)area->vm_pgoff << PAGE_SHIFT) + (start - area->vm_start);
	return area->vm_file->f_op->fsync(area->vm_file, first, first + (area->vm_end - start) - 1, 1);
}

/* Shared mappings of files, one after the other: MS_SYNC waits until the disk has them, MS_ASYNC starts nothing. */
long ksys_msync(unsigned long start, size_t length, int flags)
{
	unsigned long end = PAGE_ALIGN(start + length), number;
	long error = 0, holes = 0;
	loff_t bytes[2];

	if (flags & ~(MS_ASYNC | MS_INVALIDATE | MS_SYNC) || start & ~PAGE_MASK)
		return -EINVAL;
	if ((flags & MS_ASYNC) && (flags & MS_SYNC))
		return -EINVAL;
	if (end < start)
		return -ENOMEM;
	while (start < end) {
		error = sync_driver_area(start, flags);
		if (error)
			return error;
		error = __msync_range(&start, end, flags, &number, bytes);
		if (error == -ENOMEM)
			holes = error;
		else if (error)
			return error;
		else if (number)
			__filemap_write_and_wait_range(number, bytes[0], bytes[1]);
	}
	return holes;
}

/* A driver's area gets a struct for its new place. */
static struct vm_area_struct *copy_area(unsigned long address)
{
	struct vm_area_struct *old = __next_area_struct(address, address + 1), *copy;

	if (!old || old->vm_start > address)
		return NULL;
	copy = kmalloc(sizeof(*copy), GFP_KERNEL);
	if (copy)
		*copy = *old;
	return copy;
}

/* Page tables move extent by extent; other CPUs run between. */
static long move_areas(unsigned long address)
{
	struct vm_area_struct *moved = copy_area(address);
	long result;

	while (__continue_mremap())
		;
	result = __finish_mremap(moved);
	if (result < 0)
		kfree(moved);
	else if (moved) {
		get_file(moved->vm_file);
		if (moved->vm_ops && moved->vm_ops->open)
			moved->vm_ops->open(moved);
	}
	return result;
}

#define MREMAP_MAYMOVE 1
#define MREMAP_FIXED 2
#define MREMAP_DONTUNMAP 4

static int flags_are_valid(unsigned long flags)
{
	return !(flags & ~7UL) && (flags <= MREMAP_MAYMOVE || flags & MREMAP_MAYMOVE);
}

/* What is going to be unmapped and belongs to drivers is unmapped here, where they can be told. */
static int unmap_drivers_areas(unsigned long address, unsigned long old, unsigned long length, unsigned long flags,
			       unsigned long wanted)
{
	int error = 0;

	length = PAGE_ALIGN(length);
	if (length && old > length && __next_area_struct(address + length, address + old))
		error = __unmap_areas(address + length, address + old, 0);
	if (!error && flags & MREMAP_FIXED && __next_area_struct(wanted, wanted + length))
		error = __unmap_areas(wanted, wanted + length, 0);
	return error;
}

/* A driver's area that has grown where it stands. */
static void note_growth(unsigned long address, unsigned long end)
{
	struct vm_area_struct *area = __next_area_struct(address, address + 1);

	if (area && area->vm_start <= address && area->vm_end < end)
		area->vm_end = end;
}

long ksys_mremap(unsigned long address, unsigned long old, unsigned long length, unsigned long flags,
		 unsigned long wanted)
{
	long result;

	__lock_mm_areas();
	old = PAGE_ALIGN(old);
	result = cut_areas(address, old);
	if (!result && flags_are_valid(flags))
		result = unmap_drivers_areas(address, old, length, flags, wanted);
	if (!result)
		result = __begin_mremap(address, old, length, flags, wanted);
	if (!result) {
		result = move_areas(address);
		if (result > 0 && !(flags & MREMAP_DONTUNMAP))
			__unmap_areas(address, address + old, 0);
	}
	if (result > 0 && result == (long)address)
		note_growth(address, address + PAGE_ALIGN(length));
	__unlock_mm_areas();
	if (result > 0 && __wants_pages(result, 0))
		__populate_areas(result, result + PAGE_ALIGN(length), POPULATE);
	return result;
}
