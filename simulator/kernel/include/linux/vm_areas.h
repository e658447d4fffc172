/* What mm/mmap.c and mm/mremap.c share; the model's own. */
#ifndef _LINUX_VM_AREAS_H
#define _LINUX_VM_AREAS_H

struct vm_area_struct;

/* Other threads' faults wait until the areas are as they should be. */
void __lock_mm_areas(void);
void __unlock_mm_areas(void);
/* A driver's area that begins below the address and ends above it becomes two. */
int __split_area_at(unsigned long address);
int __unmap_areas(unsigned long start, unsigned long end, int told);
/* What for: for the program, as its areas say; MADV_POPULATE_READ; MADV_POPULATE_WRITE. */
enum __populate_mode { POPULATE, POPULATE_READ, POPULATE_WRITE };
long __populate_areas(unsigned long start, unsigned long end, enum __populate_mode mode);

/* process/mmap-functions.ts: the first C area that overlaps [start, end), or NULL; whether a new area's pages are wanted at once */
struct vm_area_struct *__next_area_struct(unsigned long start, unsigned long end);
int __wants_pages(unsigned long start, unsigned long flags);

#endif
