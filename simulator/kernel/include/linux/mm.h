/* Memory management as drivers use it: mapping their memory into processes. */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <linux/align.h>
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/mm_types.h>
#include <linux/pgtable.h>
#include <linux/pfn.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <asm/page.h>

#define VM_NONE 0x00000000
#define VM_READ 0x00000001
#define VM_WRITE 0x00000002
#define VM_EXEC 0x00000004
#define VM_SHARED 0x00000008
#define VM_MAYREAD 0x00000010
#define VM_MAYWRITE 0x00000020
#define VM_MAYEXEC 0x00000040
#define VM_MAYSHARE 0x00000080
#define VM_GROWSDOWN 0x00000100
#define VM_PFNMAP 0x00000400
#define VM_LOCKED 0x00002000
#define VM_IO 0x00004000
#define VM_SEQ_READ 0x00008000
#define VM_RAND_READ 0x00010000
#define VM_DONTCOPY 0x00020000
#define VM_DONTEXPAND 0x00040000
#define VM_ACCOUNT 0x00100000
#define VM_NORESERVE 0x00200000
#define VM_HUGETLB 0x00400000
#define VM_DONTDUMP 0x04000000
#define VM_MIXEDMAP 0x10000000
#define VM_RESERVED (VM_DONTEXPAND | VM_DONTDUMP)

#define PAGE_ALIGN(address) ALIGN(address, PAGE_SIZE)
#define PAGE_ALIGN_DOWN(address) ALIGN_DOWN(address, PAGE_SIZE)
#define PAGE_ALIGNED(address) IS_ALIGNED((unsigned long)(address), PAGE_SIZE)
#define offset_in_page(p) ((unsigned long)(p) & ~PAGE_MASK)

struct vm_operations_struct {
	void (*open)(struct vm_area_struct *area);
	void (*close)(struct vm_area_struct *area);
	int (*may_split)(struct vm_area_struct *area, unsigned long address);
	int (*mremap)(struct vm_area_struct *area);
	vm_fault_t (*fault)(struct vm_fault *fault);
	vm_fault_t (*page_mkwrite)(struct vm_fault *fault);
	vm_fault_t (*pfn_mkwrite)(struct vm_fault *fault);
	int (*access)(struct vm_area_struct *area, unsigned long address, void *buffer, int length, int write);
	const char *(*name)(struct vm_area_struct *area);
};

static inline unsigned long vma_pages(const struct vm_area_struct *vma)
{
	return (vma->vm_end - vma->vm_start) >> PAGE_SHIFT;
}

/* Since 6.3. */
__later static inline void vm_flags_set(struct vm_area_struct *vma, vm_flags_t flags) { vma->vm_flags |= flags; }
__later static inline void vm_flags_clear(struct vm_area_struct *vma, vm_flags_t flags) { vma->vm_flags &= ~flags; }
__later static inline void vm_flags_mod(struct vm_area_struct *vma, vm_flags_t set, vm_flags_t clear)
{
	vma->vm_flags = (vma->vm_flags | set) & ~clear;
}

/* struct page of frame n is the n-th of the array. Like __pa, virt_to_page means something for the direct map only. */
#define vmemmap ((struct page *)VMEMMAP_START)
#define page_to_pfn(p) ((unsigned long)((const struct page *)(p) - vmemmap))
#define pfn_to_page(pfn) (vmemmap + (pfn))
#define pfn_to_kaddr(pfn) __va((unsigned long)(pfn) << PAGE_SHIFT)
#define virt_to_pfn(address) (__pa(address) >> PAGE_SHIFT)
#define virt_to_page(address) pfn_to_page(virt_to_pfn(address))
#define virt_to_head_page(address) compound_head(virt_to_page(address))

static inline void *page_address(const struct page *page) { return __va(page_to_pfn(page) << PAGE_SHIFT); }
static inline void *lowmem_page_address(const struct page *page) { return page_address(page); }
#define page_to_virt(page) page_address(page)
#ifndef page_to_phys
#define page_to_phys(page) ((phys_addr_t)page_to_pfn(page) << PAGE_SHIFT)
#define vmalloc_to_pfn(address) page_to_pfn(vmalloc_to_page(address))
#endif

/* page-allocator/functions.ts */
int page_count(const struct page *page);
void get_page(struct page *page);
void put_page(struct page *page);
struct page *compound_head(struct page *page);
struct page *__zero_page(void); /* mm/memory.c */
#define ZERO_PAGE(address) ((void)(address), __zero_page())
unsigned int compound_order(struct page *page);
unsigned long totalram_pages(void);
unsigned long __max_pfn(void);

#define max_pfn __max_pfn()
#define page_size(page) (PAGE_SIZE << compound_order(page))
#define page_ref_count(page) page_count(page)
#define phys_to_page(physical) pfn_to_page((unsigned long)(physical) >> PAGE_SHIFT)
#define nth_page(page, n) ((page) + (n))

static inline unsigned long page_private(struct page *page) { return page->private; }
static inline void set_page_private(struct page *page, unsigned long value) { page->private = value; }

/* The one flag that drivers set. */
#define PG_reserved 10

static inline void SetPageReserved(struct page *page) { page->flags |= 1UL << PG_reserved; }
static inline void ClearPageReserved(struct page *page) { page->flags &= ~(1UL << PG_reserved); }
static inline int PageReserved(const struct page *page) { return (page->flags >> PG_reserved) & 1; }

static inline int PageTail(struct page *page) { return compound_head(page) != page; }
static inline int PageHead(struct page *page) { return !PageTail(page) && compound_order(page) > 0; }
static inline int PageCompound(struct page *page) { return compound_order(page) > 0; }
static inline void page_kasan_tag_reset(struct page *page) { (void)page; }
static inline int page_to_nid(const struct page *page) { return (void)page, 0; }

/* mm/page_alloc.c */
void release_pages(struct page **pages, int count);

/* remap.ts: installs entries for `size` bytes of frames, whatever they are */
int __remap_pfn_range(struct vm_area_struct *vma, unsigned long address, unsigned long pfn, unsigned long size,
		      unsigned long prot);
int __insert_pfn(struct vm_area_struct *vma, unsigned long address, unsigned long pfn, unsigned long prot);
int vm_insert_page(struct vm_area_struct *vma, unsigned long address, struct page *page);

static inline int remap_pfn_range(struct vm_area_struct *vma, unsigned long address, unsigned long pfn,
				  unsigned long size, pgprot_t prot)
{
	return __remap_pfn_range(vma, address, pfn, size, pgprot_val(prot));
}
#define io_remap_pfn_range(vma, address, pfn, size, prot) remap_pfn_range(vma, address, pfn, size, prot)

/* mm/mmap.c */
int vm_iomap_memory(struct vm_area_struct *vma, phys_addr_t start, unsigned long length);
int vm_map_pages(struct vm_area_struct *vma, struct page **pages, unsigned long count);
int vm_map_pages_zero(struct vm_area_struct *vma, struct page **pages, unsigned long count);
int vm_insert_pages(struct vm_area_struct *vma, unsigned long address, struct page **pages, unsigned long *count);
vm_fault_t vmf_insert_page(struct vm_area_struct *vma, unsigned long address, struct page *page);
vm_fault_t vmf_insert_pfn(struct vm_area_struct *vma, unsigned long address, unsigned long pfn);
vm_fault_t vmf_insert_pfn_prot(struct vm_area_struct *vma, unsigned long address, unsigned long pfn, pgprot_t prot);

/* Unmaps all of the current process, with what drivers have to do about it; to be called before __exit_files and __do_exit. */
void __exit_mm(void);

#define FOLL_WRITE 0x01
#define FOLL_TOUCH 0x02
#define FOLL_GET 0x04
#define FOLL_DUMP 0x08
#define FOLL_FORCE 0x10
#define FOLL_NOWAIT 0x20
#define FOLL_LONGTERM 0x10000
#define FOLL_SPLIT_PMD 0x20000
#define FOLL_PIN 0x40000
#define FOLL_FAST_ONLY 0x80000

/* mm/gup.c: pages of the current process, up to the first that cannot be had */
long __get_user_pages(unsigned long start, unsigned long count, unsigned int flags, struct page **pages,
		      struct vm_area_struct **vmas);
long __pin_user_pages(unsigned long start, unsigned long count, unsigned int flags, struct page **pages,
		      struct vm_area_struct **vmas);
/* 6.1 has five arguments; since 6.5 there are four, before 4.6 there were eight, with a task and its memory first. */
#define __gup_choose(a, b, c, d, e, f, g, h, form, ...) form
#define get_user_pages(arguments...) \
	__gup_choose(arguments, __gup_8, 7, 6, __gup_5, __gup_4, 3, 2, 1, 0)(__get_user_pages, arguments)
#define pin_user_pages(arguments...) \
	__gup_choose(arguments, __gup_8, 7, 6, __gup_5, __gup_4, 3, 2, 1, 0)(__pin_user_pages, arguments)
#define __gup_4(function, start, count, flags, pages) function(start, count, flags, pages, NULL)
#define __gup_5(function, start, count, flags, pages, vmas) function(start, count, flags, pages, vmas)
#define __gup_8(function, task, mm, start, count, write, force, pages, vmas) \
	((void)(task), (void)(mm), function(start, count, ((write) ? FOLL_WRITE : 0) | ((force) ? FOLL_FORCE : 0), pages, vmas))
long get_user_pages_unlocked(unsigned long start, unsigned long count, struct page **pages, unsigned int flags);
long pin_user_pages_unlocked(unsigned long start, unsigned long count, struct page **pages, unsigned int flags);
int get_user_pages_fast(unsigned long start, int count, unsigned int flags, struct page **pages);
int pin_user_pages_fast(unsigned long start, int count, unsigned int flags, struct page **pages);
long get_user_pages_remote(struct mm_struct *mm, unsigned long start, unsigned long count, unsigned int flags,
			   struct page **pages, struct vm_area_struct **vmas, int *locked);
long pin_user_pages_remote(struct mm_struct *mm, unsigned long start, unsigned long count, unsigned int flags,
			   struct page **pages, struct vm_area_struct **vmas, int *locked);
/* mm/areas.c */
struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long address);
struct vm_area_struct *vma_lookup(struct mm_struct *mm, unsigned long address);
struct vm_area_struct *find_vma_intersection(struct mm_struct *mm, unsigned long start, unsigned long end);
int access_process_vm(struct task_struct *task, unsigned long address, void *buffer, int length, unsigned int flags);
unsigned long vm_mmap(struct file *file, unsigned long address, unsigned long length, unsigned long protection,
		      unsigned long flags, unsigned long offset);
int vm_munmap(unsigned long start, size_t length);

struct vma_iterator {
	struct mm_struct *mm;
	unsigned long address;
};
#define VMA_ITERATOR(name, mm_, address_) struct vma_iterator name = { .mm = mm_, .address = address_ }
static inline struct vm_area_struct *vma_next(struct vma_iterator *iterator)
{
	struct vm_area_struct *area = find_vma(iterator->mm, iterator->address);

	if (area)
		iterator->address = area->vm_end;
	return area;
}
#define for_each_vma(iterator, area) while (((area) = vma_next(&(iterator))) != NULL)

void unpin_user_pages(struct page **pages, unsigned long count);
void unpin_user_pages_dirty_lock(struct page **pages, unsigned long count, bool dirty);
int set_page_dirty_lock(struct page *page);
/* process/pin-functions.ts */
void unpin_user_page(struct page *page);
int page_maybe_dma_pinned(struct page *page);
int set_page_dirty(struct page *page);

static inline void mmap_read_lock(struct mm_struct *mm) { down_read(&mm->mmap_lock); }
static inline void mmap_read_unlock(struct mm_struct *mm) { up_read(&mm->mmap_lock); }
static inline void mmap_write_lock(struct mm_struct *mm) { down_write(&mm->mmap_lock); }
static inline int mmap_read_trylock(struct mm_struct *mm) { return down_read_trylock(&mm->mmap_lock); }
static inline int mmap_read_lock_killable(struct mm_struct *mm) { return down_read_killable(&mm->mmap_lock); }
static inline int mmap_write_lock_killable(struct mm_struct *mm) { return down_write_killable(&mm->mmap_lock); }
static inline void mmap_assert_locked(struct mm_struct *mm) { (void)mm; }
static inline void mmap_write_unlock(struct mm_struct *mm) { up_write(&mm->mmap_lock); }

/* mm/mlock.c */
bool can_do_mlock(void);

#endif
