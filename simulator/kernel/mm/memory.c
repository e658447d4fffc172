/* Page faults that a driver resolves: `vm_ops->fault`, run on top of the code that touched the page. */
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#define FAULT_ERROR (VM_FAULT_OOM | VM_FAULT_SIGBUS | VM_FAULT_SIGSEGV)

/* remap.ts */
vm_fault_t __map_fault_page(struct vm_area_struct *vma, unsigned long address, struct page *page);
void __refuse_fault(struct vm_area_struct *vma, unsigned long address, vm_fault_t result);

/* The access is repeated after this. A handler that neither maps a page nor fails is asked again and again, as in Linux. */
void __do_driver_fault(struct vm_area_struct *vma, unsigned long address, int write)
{
	struct vm_fault fault = {
		.vma = vma,
		.gfp_mask = GFP_KERNEL,
		.pgoff = vma->vm_pgoff + ((address - vma->vm_start) >> PAGE_SHIFT),
		.address = address & PAGE_MASK,
		.real_address = address,
		.flags = write ? FAULT_FLAG_USER | FAULT_FLAG_WRITE : FAULT_FLAG_USER,
	};
	vm_fault_t result = vma->vm_ops->fault(&fault);

	if (!(result & (FAULT_ERROR | VM_FAULT_NOPAGE | VM_FAULT_RETRY)))
		result |= fault.page ? __map_fault_page(vma, fault.address, fault.page) : VM_FAULT_SIGBUS;
	if (result & FAULT_ERROR)
		__refuse_fault(vma, fault.address, result);
}

/* page-cache/functions.ts and process/fault-functions.ts: 0, or EIOCBQUEUED */
long __filemap_fault(unsigned long file, unsigned long index);
long __swap_fault(unsigned long slot, unsigned long space, unsigned long address);
long __reclaim_for_fault(void);

/* oom_kill.c */
bool out_of_memory(gfp_t gfp, unsigned int order);

/* What a page fault waits for; the access is repeated after each. */
void __do_read_fault(unsigned long file, unsigned long index)
{
	__repeat_after_io(__filemap_fault(file, index));
}

void __do_swap_fault(unsigned long slot, unsigned long space, unsigned long address)
{
	__repeat_after_io(__swap_fault(slot, space, address));
}

void __do_reclaim_fault(void)
{
	if (__repeat_after_io(__reclaim_for_fault()) == -ENOMEM && !fatal_signal_pending(current))
		out_of_memory(GFP_HIGHUSER_MOVABLE, 0);
}

/* Somebody changes the areas. */
void __do_mmap_lock_fault(void)
{
	mmap_read_lock(current->mm);
	mmap_read_unlock(current->mm);
}

/* Nobody writes there, and nobody gives it back. */
struct page *__zero_page(void)
{
	static void *zero_page;

	if (!zero_page)
		zero_page = kzalloc(PAGE_SIZE, GFP_ATOMIC);
	return virt_to_page(zero_page);
}
