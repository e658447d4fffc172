/* Bits of page-table entries and the rights made of them (x86-64). */
#ifndef _ASM_PGTABLE_TYPES_H
#define _ASM_PGTABLE_TYPES_H

#include <linux/types.h>

#define _PAGE_PRESENT 0x001UL
#define _PAGE_RW 0x002UL
#define _PAGE_USER 0x004UL
#define _PAGE_PWT 0x008UL
#define _PAGE_PCD 0x010UL
#define _PAGE_ACCESSED 0x020UL
#define _PAGE_DIRTY 0x040UL
#define _PAGE_PSE 0x080UL
#define _PAGE_GLOBAL 0x100UL
#define _PAGE_SPECIAL 0x200UL
#define _PAGE_PROTNONE _PAGE_GLOBAL
#define _PAGE_NX 0x8000000000000000UL
#define _PAGE_CACHE_MASK (_PAGE_PWT | _PAGE_PCD)

typedef unsigned long pgprotval_t;
typedef struct pgprot {
	pgprotval_t pgprot;
} pgprot_t;
typedef struct {
	unsigned long pte;
} pte_t;
typedef struct {
	unsigned long pmd;
} pmd_t;
typedef struct {
	unsigned long pud;
} pud_t;
typedef struct {
	unsigned long p4d;
} p4d_t;
typedef struct {
	unsigned long pgd;
} pgd_t;

#define pgprot_val(x) ((x).pgprot)
#define __pgprot(x) ((pgprot_t){ (x) })

#define __PAGE_BASE (_PAGE_PRESENT | _PAGE_ACCESSED)
#define PAGE_NONE __pgprot(_PAGE_PROTNONE | _PAGE_ACCESSED)
#define PAGE_SHARED __pgprot(__PAGE_BASE | _PAGE_RW | _PAGE_USER | _PAGE_NX)
#define PAGE_SHARED_EXEC __pgprot(__PAGE_BASE | _PAGE_RW | _PAGE_USER)
#define PAGE_COPY __pgprot(__PAGE_BASE | _PAGE_USER | _PAGE_NX)
#define PAGE_READONLY PAGE_COPY
#define PAGE_READONLY_EXEC __pgprot(__PAGE_BASE | _PAGE_USER)
#define PAGE_KERNEL __pgprot(__PAGE_BASE | _PAGE_RW | _PAGE_DIRTY | _PAGE_GLOBAL | _PAGE_NX)
#define PAGE_KERNEL_RO __pgprot(__PAGE_BASE | _PAGE_DIRTY | _PAGE_GLOBAL | _PAGE_NX)
#define PAGE_KERNEL_NOCACHE __pgprot(__PAGE_BASE | _PAGE_RW | _PAGE_DIRTY | _PAGE_GLOBAL | _PAGE_NX | _PAGE_PCD)
#define PAGE_KERNEL_IO PAGE_KERNEL

/* Memory types by the kernel's PAT: neither bit write-back, PWT write-combining, PCD uncached-minus, both uncached. */
static inline pgprot_t pgprot_noncached(pgprot_t protection)
{
	return __pgprot((pgprot_val(protection) & ~_PAGE_CACHE_MASK) | _PAGE_PCD);
}

static inline pgprot_t pgprot_writecombine(pgprot_t protection)
{
	return __pgprot((pgprot_val(protection) & ~_PAGE_CACHE_MASK) | _PAGE_PWT);
}

static inline pgprot_t pgprot_device(pgprot_t protection) { return pgprot_noncached(protection); }
static inline pgprot_t pgprot_dmacoherent(pgprot_t protection) { return pgprot_noncached(protection); }
#define pgprot_decrypted(protection) (protection)
#define pgprot_encrypted(protection) (protection)

#endif
