/* Pages, areas of an address space, and address spaces. */
#ifndef _LINUX_MM_TYPES_H
#define _LINUX_MM_TYPES_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/rwsem.h>
#include <linux/types.h>
#include <asm/pgtable_types.h>

struct address_space;
struct file;
struct mm_struct;
struct vm_operations_struct;

/* Counts and owners of frames are kept by the page allocator (page-allocator.ts), not here: the members stand where Linux has them, and stay zero. */
struct page {
	unsigned long flags;
	union {
		struct {
			struct list_head lru;
			struct address_space *mapping;
			unsigned long index;
			unsigned long private;
		};
		unsigned long _words[5];
	};
	atomic_t _mapcount;
	atomic_t _refcount;
	unsigned long memcg_data;
} __attribute__((aligned(16)));

typedef unsigned long vm_flags_t;
typedef unsigned int vm_fault_t;

/* A mapping of a file in a process. Anonymous memory has none in this model: only drivers look at them. */
struct vm_area_struct {
	unsigned long vm_start;
	unsigned long vm_end;
	struct mm_struct *vm_mm;
	pgprot_t vm_page_prot;
	unsigned long vm_flags;
	const struct vm_operations_struct *vm_ops;
	unsigned long vm_pgoff;
	struct file *vm_file;
	void *vm_private_data;
	struct vm_area_struct *__next_removed; /* the model's own: areas that mmap.c takes away together */
};

struct mm_struct {
	struct rw_semaphore mmap_lock;
	atomic_t mm_users;
	atomic_t mm_count;
	unsigned long mmap_base;
	unsigned long task_size;
	unsigned long start_brk, brk, start_stack;
	struct vm_area_struct *__shown; /* the model's own: mm/areas.c */
};

enum fault_flag {
	FAULT_FLAG_WRITE = 1 << 0,
	FAULT_FLAG_MKWRITE = 1 << 1,
	FAULT_FLAG_USER = 1 << 6,
};

enum vm_fault_reason {
	VM_FAULT_OOM = 0x000001,
	VM_FAULT_SIGBUS = 0x000002,
	VM_FAULT_MAJOR = 0x000004,
	VM_FAULT_SIGSEGV = 0x000040,
	VM_FAULT_NOPAGE = 0x000100,
	VM_FAULT_LOCKED = 0x000200,
	VM_FAULT_RETRY = 0x000400,
};

struct vm_fault {
	struct vm_area_struct *vma;
	gfp_t gfp_mask;
	pgoff_t pgoff;
	unsigned long address;
	unsigned long real_address;
	enum fault_flag flags;
	struct page *page;
};

#endif
