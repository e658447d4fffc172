/* A driver that walks the page tables of the process that asks. */
#include <linux/module.h>
#include <linux/mm.h>
#include <linux/miscdevice.h>
#include <linux/fs.h>
#include <linux/sched.h>
#include <linux/io.h>
#include <linux/slab.h>
#include <asm/pgtable.h>

static unsigned long walk(struct mm_struct *mm, unsigned long a)
{
	pgd_t *pgd = pgd_offset(mm, a);
	p4d_t *p4d;
	pud_t *pud;
	pmd_t *pmd;
	pte_t *pte;
	unsigned long pfn;
	if (pgd_none(*pgd) || pgd_bad(*pgd))
		return 0;
	p4d = p4d_offset(pgd, a);
	if (p4d_none(*p4d) || p4d_bad(*p4d)) {
		pr_info("no p4d\n");
		return 0;
	}
	pud = pud_offset(p4d, a);
	if (pud_none(*pud) || pud_bad(*pud)) {
		pr_info("no pud\n");
		return 0;
	}
	pmd = pmd_offset(pud, a);
	if (pmd_none(*pmd) || pmd_bad(*pmd)) {
		pr_info("no pmd %d\n", pmd_none(*pmd));
		return 0;
	}
	pte = pte_offset_map(pmd, a);
	if (!pte || !pte_present(*pte)) {
		pr_info("no pte\n");
		return 0;
	}
	pfn = pte_pfn(*pte);
	pr_info("write %d dirty %d young %d low bits %lx\n", pte_write(*pte), pte_dirty(*pte), pte_young(*pte),
		pte_val(*pte) & 0x1ff);
	pte_unmap(pte);
	return (pfn << PAGE_SHIFT) | (a & ~PAGE_MASK);
}

static long io(struct file *f, unsigned c, unsigned long a)
{
	unsigned long p;
	mmap_read_lock(current->mm);
	p = walk(current->mm, a);
	mmap_read_unlock(current->mm);
	if (!p)
		return -EFAULT;
	pr_info("text %.5s\n", (char *)phys_to_virt(p));
	return 0;
}
static const struct file_operations fops = { .owner = THIS_MODULE, .unlocked_ioctl = io };
static struct miscdevice misc = { MISC_DYNAMIC_MINOR, "walk", &fops };

static int __init init(void)
{
	return misc_register(&misc);
}

static void __exit fini(void)
{
	misc_deregister(&misc);
}

module_init(init);
module_exit(fini);
MODULE_LICENSE("GPL");
