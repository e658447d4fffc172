/* mmap, munmap and the end of an address space, as far as drivers take part; areas and pages are kept by mmap-functions.ts. */
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

/* What mmap was asked for, and the answer of __plan_mmap. */
struct __mmap_request {
	unsigned long address, length, prot, flags, pgoff;
	struct file *file;
	unsigned long number; /* of an ordinary file, in the page cache */
	unsigned long start, end, vm_flags, page_prot;
};

long __plan_mmap(struct __mmap_request *request);
void __insert_area(unsigned long start, unsigned long end, unsigned long vm_flags, struct vm_area_struct *vma,
		   unsigned long number, unsigned long pgoff);
void __finish_mmap(unsigned long start, unsigned long end);
/* 0: all there; an error: one cannot be; else what has to be waited for, with its values */
int __populate_range(unsigned long start, unsigned long end, int mode, unsigned long values[3]);
void __mmap_writer(int locked);
int __check_munmap(unsigned long address, unsigned long length);
void __unmap_area(unsigned long address, unsigned long length, int told);
void __split_area(unsigned long address, struct vm_area_struct *lower, struct vm_area_struct *upper);
void __release_address_space(void);
/* mm/areas.c */
void __forget_shown_areas(struct mm_struct *mm);

/* drivers/char/mem.c */
bool __is_zero_device(const struct file *file);

/* mm/memory.c */
void __do_read_fault(unsigned long file, unsigned long index);
void __do_swap_fault(unsigned long slot, unsigned long space, unsigned long address);
void __do_reclaim_fault(void);

/* Other threads' faults wait until the areas are as they should be. */
void __lock_mm_areas(void)
{
	mmap_write_lock(current->mm);
	__mmap_writer(1);
}

void __unlock_mm_areas(void)
{
	__mmap_writer(0);
	mmap_write_unlock(current->mm);
}

static void free_area(struct vm_area_struct *vma)
{
	if (vma->vm_ops && vma->vm_ops->close)
		vma->vm_ops->close(vma);
	fput(vma->vm_file);
	kfree(vma);
}

/* An area that begins below the address and ends above it becomes two; the driver is told of the new one, which is the lower if that is asked for. */
static int split_area(unsigned long address, bool new_below)
{
	struct vm_area_struct *old = __next_area_struct(address, address + 1), *new, *lower, *upper;
	int error;

	if (!old || old->vm_start == address)
		return 0;
	if (old->vm_ops && old->vm_ops->may_split) {
		error = old->vm_ops->may_split(old, address);
		if (error)
			return error;
	}
	new = kmalloc(sizeof(*new), GFP_KERNEL);
	if (!new)
		return -ENOMEM;
	*new = *old;
	lower = new_below ? new : old;
	upper = new_below ? old : new;
	upper->vm_pgoff += (address - old->vm_start) >> PAGE_SHIFT;
	upper->vm_start = address;
	lower->vm_end = address;
	__split_area(address, lower, upper);
	get_file(new->vm_file);
	if (new->vm_ops && new->vm_ops->open)
		new->vm_ops->open(new);
	return 0;
}

int __split_area_at(unsigned long address)
{
	return split_area(address, false);
}

/* Pages go first, then every driver is told that its area is gone. */
int __unmap_areas(unsigned long start, unsigned long end, int told)
{
	struct vm_area_struct *removed = NULL, **last = &removed, *vma;
	unsigned long at = start;
	int error = __split_area_at(start);

	if (!error)
		error = split_area(end, true);
	if (error)
		return error;
	while ((vma = __next_area_struct(at, end)) != NULL) {
		vma->__next_removed = NULL;
		*last = vma;
		last = &vma->__next_removed;
		at = vma->vm_end;
	}
	__unmap_area(start, end - start, told);
	while (removed) {
		vma = removed;
		removed = vma->__next_removed;
		free_area(vma);
	}
	return 0;
}

/* Lets the driver map its memory. On an error nothing stays of what it mapped. */
static int map_file(const struct __mmap_request *request)
{
	struct vm_area_struct *vma = kzalloc(sizeof(*vma), GFP_KERNEL);
	int error;

	if (!vma)
		return -ENOMEM;
	vma->vm_start = request->start;
	vma->vm_end = request->end;
	vma->vm_mm = current->mm;
	vma->vm_page_prot = __pgprot(request->page_prot);
	vma->vm_flags = request->vm_flags;
	vma->vm_pgoff = request->pgoff;
	vma->vm_file = get_file(request->file);
	__insert_area(request->start, request->end, request->vm_flags, vma, 0, request->pgoff);
	error = call_mmap(request->file, vma);
	if (!error)
		return 0;
	__unmap_area(request->start, request->end - request->start, 0);
	fput(vma->vm_file);
	kfree(vma);
	return error;
}

static long map_request(struct __mmap_request *request)
{
	long error = __plan_mmap(request);

	if (error)
		return error;
	error = __unmap_areas(request->start, request->end, 0);
	if (error)
		return error;
	if (request->file && !request->number)
		error = map_file(request);
	else
		__insert_area(request->start, request->end, request->vm_flags, NULL, request->number, request->pgoff);
	if (error)
		return error;
	__finish_mmap(request->start, request->end);
	return request->start;
}

/* Pages that are wanted before they are touched (mm_populate): 0, or why one cannot be had. */
long __populate_areas(unsigned long start, unsigned long end, enum __populate_mode mode)
{
	unsigned long values[3];
	int result;

	for (;;) {
		switch (result = __populate_range(start, end, mode, values)) {
		case 1: __do_read_fault(values[0], values[1]); break;
		case 2: __do_swap_fault(values[0], values[1], values[2]); break;
		case 3: __do_reclaim_fault(); break;
		default: return result;
		}
	}
}

/* The address, or a negative errno. The offset is in bytes. */
long ksys_mmap(unsigned long address, unsigned long length, unsigned long protection, unsigned long flags,
	       unsigned long fd, unsigned long offset)
{
	struct __mmap_request request = {
		.address = address, .length = length, .prot = protection, .flags = flags,
		.pgoff = offset >> PAGE_SHIFT,
	};
	long result;

	if (offset & ~PAGE_MASK)
		return -EINVAL;
	if (!(flags & MAP_ANONYMOUS)) {
		request.file = fget(fd);
		if (!request.file)
			return -EBADF;
		request.number = __page_cache_number(request.file);
		if (__is_zero_device(request.file)) {
			fput(request.file);
			request.file = NULL;
			request.flags = (flags & MAP_TYPE) == MAP_SHARED_VALIDATE ? flags & ~2ul : flags;
		}
	}
	__lock_mm_areas();
	result = map_request(&request);
	__unlock_mm_areas();
	if (request.file)
		fput(request.file);
	if (result > 0 && __wants_pages(result, flags))
		__populate_areas(result, result + PAGE_ALIGN(length), POPULATE);
	return result;
}

long ksys_munmap(unsigned long address, size_t length)
{
	int error = __check_munmap(address, length);

	if (error)
		return error;
	__lock_mm_areas();
	error = __unmap_areas(address, address + PAGE_ALIGN(length), 1);
	__unlock_mm_areas();
	return error;
}

void __exit_mm(void)
{
	struct mm_struct *mm = current->mm;

	if (!mm)
		return;
	if (atomic_dec_and_test(&mm->mm_users)) {
		__unmap_areas(0, TASK_SIZE, 0);
		__forget_shown_areas(mm);
		__release_address_space();
	}
	current->mm = NULL;
	current->active_mm = NULL;
}

/* Maps as much of a device's registers as the area asks for, from its page offset on. */
int vm_iomap_memory(struct vm_area_struct *vma, phys_addr_t start, unsigned long length)
{
	unsigned long wanted = vma_pages(vma);
	unsigned long first = start >> PAGE_SHIFT;
	unsigned long pages;

	if (start + length < start)
		return -EINVAL;
	pages = PFN_UP(start + length) - first;
	if (vma->vm_pgoff > pages || wanted > pages - vma->vm_pgoff)
		return -EINVAL;
	return io_remap_pfn_range(vma, vma->vm_start, first + vma->vm_pgoff, vma->vm_end - vma->vm_start,
				  vma->vm_page_prot);
}

static int map_pages(struct vm_area_struct *vma, struct page **pages, unsigned long count, unsigned long offset)
{
	unsigned long wanted = vma_pages(vma), index;
	int error = 0;

	if (offset >= count || wanted > count - offset)
		return -ENXIO;
	for (index = 0; index < wanted && !error; index++)
		error = vm_insert_page(vma, vma->vm_start + index * PAGE_SIZE, pages[offset + index]);
	return error;
}

int vm_map_pages(struct vm_area_struct *vma, struct page **pages, unsigned long count)
{
	return map_pages(vma, pages, count, vma->vm_pgoff);
}

int vm_map_pages_zero(struct vm_area_struct *vma, struct page **pages, unsigned long count)
{
	return map_pages(vma, pages, count, 0);
}

/* `count` becomes how many are left. */
int vm_insert_pages(struct vm_area_struct *vma, unsigned long address, struct page **pages, unsigned long *count)
{
	int error = 0;

	if (address < vma->vm_start || address + *count * PAGE_SIZE - 1 >= vma->vm_end)
		return -EFAULT;
	for (; *count && !error; address += PAGE_SIZE) {
		error = vm_insert_page(vma, address, *pages++);
		*count -= !error;
	}
	return error;
}

static vm_fault_t fault_of(int error)
{
	if (error == -ENOMEM)
		return VM_FAULT_OOM;
	return error && error != -EBUSY ? VM_FAULT_SIGBUS : VM_FAULT_NOPAGE;
}

vm_fault_t vmf_insert_page(struct vm_area_struct *vma, unsigned long address, struct page *page)
{
	return fault_of(vm_insert_page(vma, address, page));
}

vm_fault_t vmf_insert_pfn_prot(struct vm_area_struct *vma, unsigned long address, unsigned long pfn, pgprot_t prot)
{
	if (address < vma->vm_start || address >= vma->vm_end)
		return VM_FAULT_SIGBUS;
	return fault_of(__insert_pfn(vma, address, pfn, pgprot_val(prot)));
}

vm_fault_t vmf_insert_pfn(struct vm_area_struct *vma, unsigned long address, unsigned long pfn)
{
	return vmf_insert_pfn_prot(vma, address, pfn, vma->vm_page_prot);
}
