/* Memory of a driver in programs: by faults, from vmalloc, page by page and by frame numbers; with what mremap, fork and msync make of it. */
/* mmap with fault handler, vm_insert_page, remap_vmalloc, kmalloc'd ring, open/close counts */
#include <linux/module.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/vmalloc.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <linux/io.h>
#define N 4
static int major;
static struct class *c;
static struct page *pages[N];
static void *vm;
static char *km;
static int faults;

static vm_fault_t fault(struct vm_fault *f)
{
	struct page *p;
	pr_info("fault pgoff %lu write %d off %lx\n", f->pgoff, !!(f->flags & FAULT_FLAG_WRITE),
		f->address - f->vma->vm_start);
	faults++;
	if (f->pgoff >= N)
		return VM_FAULT_SIGBUS;
	p = pages[f->pgoff];
	get_page(p);
	f->page = p;
	return 0;
}

static void vo(struct vm_area_struct *v)
{
	pr_info("open count %d\n", ++*(int *)v->vm_private_data);
}

static void vc(struct vm_area_struct *v)
{
	pr_info("close count %d\n", --*(int *)v->vm_private_data);
}
static const struct vm_operations_struct ops = { .fault = fault, .open = vo, .close = vc };
static int opens;

static int mm(struct file *f, struct vm_area_struct *v)
{
	unsigned long off = v->vm_pgoff, n = vma_pages(v);
	int i, r;
	pr_info("mmap off %lu pages %lu flags %lx shared %d\n", off, n, v->vm_flags & 0xf, !!(v->vm_flags & VM_SHARED));
	if (off < 16) {
		v->vm_ops = &ops;
		v->vm_private_data = &opens;
		vo(v);
		return 0;
	}
	if (off < 32) {
		v->vm_pgoff -= 16;
		r = remap_vmalloc_range(v, vm, v->vm_pgoff);
		pr_info("vmalloc %d\n", r);
		return r;
	}
	if (off < 48) {
		for (i = 0; i < n; i++) {
			r = vm_insert_page(v, v->vm_start + i * PAGE_SIZE, pages[i % N]);
			if (r)
				return r;
		}
		return 0;
	}
	if (off < 64) {
		if (v->vm_flags & VM_WRITE)
			return -EPERM;
		v->vm_flags &= ~VM_MAYWRITE;
		return remap_pfn_range(v, v->vm_start, virt_to_phys(km) >> PAGE_SHIFT, n * PAGE_SIZE, v->vm_page_prot);
	}
	return -ENXIO;
}

static ssize_t rd(struct file *f, char __user *u, size_t n, loff_t *o)
{
	if (*o >= PAGE_SIZE)
		return 0;
	n = min_t(size_t, n, PAGE_SIZE - *o);
	if (copy_to_user(u, page_address(pages[0]) + *o, n))
		return -EFAULT;
	*o += n;
	return n;
}

static loff_t ls(struct file *f, loff_t o, int w)
{
	loff_t n;
	switch (w) {
	case SEEK_SET: n = o; break;
	case SEEK_CUR: n = f->f_pos + o; break;
	case SEEK_END: n = PAGE_SIZE + o; break;
	default: return -EINVAL;
	}
	if (n < 0)
		return -EINVAL;
	f->f_pos = n;
	return n;
}
static const struct file_operations fops = { .owner = THIS_MODULE, .mmap = mm, .read = rd, .llseek = ls };

static char *devnode(struct device *d, umode_t *mode)
{
	if (mode)
		*mode = 0666;
	return kasprintf(GFP_KERNEL, "sub/%s", dev_name(d));
}

static int __init init(void)
{
	int i;
	major = register_chrdev(0, "fault1", &fops);
	if (major < 0)
		return major;
	for (i = 0; i < N; i++) {
		pages[i] = alloc_page(GFP_KERNEL | __GFP_ZERO);
		sprintf(page_address(pages[i]), "page %d", i);
	}
	vm = vmalloc_user(3 * PAGE_SIZE);
	strcpy(vm, "vmalloc");
	strcpy(vm + PAGE_SIZE, "vmalloc 2");
	km = (char *)__get_free_pages(GFP_KERNEL, 1);
	strcpy(km, "kmem");
	c = class_create(THIS_MODULE, "fault1");
	c->devnode = devnode;
	device_create(c, NULL, MKDEV(major, 0), NULL, "fault1");
	return 0;
}

static void __exit fini(void)
{
	int i;
	pr_info("faults %d page0 %s counts", faults, (char *)page_address(pages[0]));
	for (i = 0; i < N; i++)
		pr_cont(" %d", page_count(pages[i]));
	pr_cont("\n");
	device_destroy(c, MKDEV(major, 0));
	class_destroy(c);
	unregister_chrdev(major, "fault1");
	for (i = 0; i < N; i++)
		__free_page(pages[i]);
	vfree(vm);
	free_pages((unsigned long)km, 1);
}

module_init(init);
module_exit(fini);
MODULE_LICENSE("Dual BSD/GPL");
