/* vmalloc memory in processes. */
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>

int remap_vmalloc_range(struct vm_area_struct *vma, void *address, unsigned long pgoff)
{
	unsigned long size = vma->vm_end - vma->vm_start, room = __vmalloc_user_size(address), offset = pgoff << PAGE_SHIFT;
	unsigned long at;
	int result;

	if (offset >> PAGE_SHIFT != pgoff || !room || offset > room || size > room - offset)
		return -EINVAL;
	for (at = 0; at < size; at += PAGE_SIZE) {
		result = vm_insert_page(vma, vma->vm_start + at, vmalloc_to_page(address + offset + at));
		if (result)
			return result;
	}
	vm_flags_set(vma, VM_DONTEXPAND | VM_DONTDUMP);
	return 0;
}
