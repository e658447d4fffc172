/* A driver with three ways of mapping, and what mmap.c needs of the rest of the kernel. The test calls the functions at the end. */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/syscalls.h>

static struct task_struct task;
static struct mm_struct mm;
static struct page *page;
int opened, closed, faults;

struct task_struct *__current(void) { return &task; }

/* Nobody else is there: no lock is ever taken, and no ordinary file is mapped. */
void down_read(struct rw_semaphore *lock) { (void)lock; }
void up_read(struct rw_semaphore *lock) { (void)lock; }
void down_write(struct rw_semaphore *lock) { (void)lock; }
void up_write(struct rw_semaphore *lock) { (void)lock; }
void schedule(void) { }
void __forget_shown_areas(struct mm_struct *mm) { (void)mm; }
bool __is_zero_device(const struct file *file) { (void)file; return false; }
unsigned long _copy_to_user(void *to, const void *from, unsigned long count) { (void)to; (void)from; return count; }
void __filemap_write_and_wait_range(unsigned long number, loff_t start, loff_t end) { (void)number; (void)start; (void)end; }
const struct file_operations __ramfs_operations;

static void opens(struct vm_area_struct *vma) { (void)vma; opened++; }
static void closes(struct vm_area_struct *vma) { (void)vma; closed++; }
static vm_fault_t answer(struct vm_fault *fault)
{
	faults++;
	if (fault->pgoff >= 2)
		return VM_FAULT_SIGBUS;
	get_page(page);
	fault->page = page;
	return 0;
}
static const struct vm_operations_struct operations = { .open = opens, .close = closes };
static const struct vm_operations_struct lazy = { .fault = answer };

static int map_frames(struct file *file, struct vm_area_struct *vma)
{
	(void)file;
	vma->vm_ops = &operations;
	return remap_pfn_range(vma, vma->vm_start, 0x123, vma->vm_end - vma->vm_start, pgprot_noncached(vma->vm_page_prot));
}
static int map_page(struct file *file, struct vm_area_struct *vma)
{
	(void)file;
	return vm_insert_page(vma, vma->vm_start, page);
}
static int map_later(struct file *file, struct vm_area_struct *vma)
{
	(void)file;
	vma->vm_ops = &lazy;
	return 0;
}
static int map_and_fail(struct file *file, struct vm_area_struct *vma)
{
	map_page(file, vma);
	return -EBUSY;
}

static const struct file_operations tables[] = {
	{ .mmap = map_frames }, { .mmap = map_page }, { .mmap = map_later }, { .mmap = map_and_fail }, { .mmap = NULL },
};
static struct file files[5];

struct file *fget(unsigned int fd) { return fd < 5 ? get_file(&files[fd]) : NULL; }
void fput(struct file *file) { file->f_count.counter--; }

long begin(void)
{
	int i;

	task.mm = &mm;
	mm.mm_users.counter = 1;
	page = alloc_page(GFP_KERNEL);
	*(unsigned long *)page_address(page) = 0x1122334455667788UL;
	for (i = 0; i < 5; i++) {
		files[i].f_op = &tables[i];
		files[i].f_mode = FMODE_READ | FMODE_WRITE;
		files[i].f_count.counter = 1;
	}
	return page_to_pfn(page);
}
long references(int fd) { return files[fd].f_count.counter; }
long counts(void) { return opened * 100 + closed * 10 + faults; }
long end(void)
{
	__exit_mm();
	__free_page(page);
	return 0;
}
