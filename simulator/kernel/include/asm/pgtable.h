/* Page tables under the architecture's name. */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <asm/page.h>
#include <asm/pgtable_types.h>

#define PTRS_PER_PTE 512
#define PTRS_PER_PMD 512
#define PTRS_PER_PUD 512
#define PTRS_PER_PGD 512

#define PTRS_PER_P4D 1
#define PGDIR_SHIFT 39
#define P4D_SHIFT 39
#define PUD_SHIFT 30
#define PMD_SHIFT 21
#define PGDIR_SIZE (1UL << PGDIR_SHIFT)
#define PUD_SIZE (1UL << PUD_SHIFT)
#define PMD_SIZE (1UL << PMD_SHIFT)
#define PMD_MASK (~(PMD_SIZE - 1))
#define PUD_MASK (~(PUD_SIZE - 1))
#define PTE_PFN_MASK 0x000ffffffffff000UL

/* The tables that the MMU walks, in four levels: the fourth of five is folded. */
struct mm_struct;
/* process/pin-functions.ts; without an mm the kernel's own */
pgd_t *__mm_pgd(struct mm_struct *mm);

#define pgd_val(x) ((x).pgd)
#define p4d_val(x) ((x).p4d)
#define pud_val(x) ((x).pud)
#define pmd_val(x) ((x).pmd)
#define pte_val(x) ((x).pte)
#define __pte(x) ((pte_t){ (x) })
#define pgd_index(address) (((address) >> PGDIR_SHIFT) & 511)
#define pud_index(address) (((address) >> PUD_SHIFT) & 511)
#define pmd_index(address) (((address) >> PMD_SHIFT) & 511)
#define pte_index(address) (((address) >> 12) & 511)
#define __table_at(type, value, index) ((type *)__va((value) & PTE_PFN_MASK) + (index))
#define pgd_offset(mm, address) (__mm_pgd(mm) + pgd_index((unsigned long)(address)))
#define pgd_offset_k(address) pgd_offset(NULL, address)
#define p4d_offset(pgd, address) ((void)(address), (p4d_t *)(pgd))
#define pud_offset(p4d, address) __table_at(pud_t, p4d_val(*(p4d)), pud_index((unsigned long)(address)))
#define pmd_offset(pud, address) __table_at(pmd_t, pud_val(*(pud)), pmd_index((unsigned long)(address)))
#define pte_offset_kernel(pmd, address) __table_at(pte_t, pmd_val(*(pmd)), pte_index((unsigned long)(address)))
#define pte_offset_map(pmd, address) pte_offset_kernel(pmd, address)
#define pte_unmap(pte) ((void)(pte))

static inline int pgd_none(pgd_t pgd) { (void)pgd; return 0; }
static inline int pgd_bad(pgd_t pgd) { (void)pgd; return 0; }
static inline int pgd_present(pgd_t pgd) { (void)pgd; return 1; }
static inline int p4d_none(p4d_t p4d) { return !p4d_val(p4d); }
static inline int p4d_present(p4d_t p4d) { return p4d_val(p4d) & _PAGE_PRESENT; }
static inline int p4d_bad(p4d_t p4d) { return !p4d_present(p4d); }
static inline int p4d_large(p4d_t p4d) { (void)p4d; return 0; }
static inline int pud_none(pud_t pud) { return !pud_val(pud); }
static inline int pud_present(pud_t pud) { return pud_val(pud) & _PAGE_PRESENT; }
static inline int pud_large(pud_t pud) { return (pud_val(pud) & (_PAGE_PSE | _PAGE_PRESENT)) == (_PAGE_PSE | _PAGE_PRESENT); }
static inline int pud_bad(pud_t pud) { return !pud_present(pud) || pud_large(pud); }
static inline int pmd_none(pmd_t pmd) { return !pmd_val(pmd); }
static inline int pmd_present(pmd_t pmd) { return pmd_val(pmd) & (_PAGE_PRESENT | _PAGE_PSE); }
static inline int pmd_large(pmd_t pmd) { return pmd_val(pmd) & _PAGE_PSE; }
static inline int pmd_bad(pmd_t pmd) { return !(pmd_val(pmd) & _PAGE_PRESENT) || pmd_large(pmd); }
static inline int pte_none(pte_t pte) { return !pte_val(pte); }
static inline int pte_present(pte_t pte) { return pte_val(pte) & (_PAGE_PRESENT | _PAGE_PROTNONE); }
static inline int pte_write(pte_t pte) { return pte_val(pte) & _PAGE_RW; }
static inline int pte_dirty(pte_t pte) { return pte_val(pte) & _PAGE_DIRTY; }
static inline int pte_young(pte_t pte) { return pte_val(pte) & _PAGE_ACCESSED; }
static inline unsigned long pte_pfn(pte_t pte) { return (pte_val(pte) & PTE_PFN_MASK) >> 12; }
static inline unsigned long pmd_pfn(pmd_t pmd) { return (pmd_val(pmd) & PTE_PFN_MASK & PMD_MASK) >> 12; }
static inline unsigned long pud_pfn(pud_t pud) { return (pud_val(pud) & PTE_PFN_MASK & PUD_MASK) >> 12; }
#define pte_page(pte) pfn_to_page(pte_pfn(pte))
#define pmd_page(pmd) pfn_to_page(pmd_pfn(pmd))

#endif
