/* The DMA-remapping unit, as far as the kernel's own code drives it from C. */
#ifndef _LINUX_DMAR_H
#define _LINUX_DMAR_H

#include <linux/types.h>

struct dmar_fault_record {
	u64 address;
	u32 reason;
	u16 source_id;
	u16 is_read;
	char text[64];
};

/* drivers/iommu/intel/dmar.c */
void __dmar_init(void);

/* drivers/iommu/iommu.c */
void __iommu_groups_init(void);

/* kernel/dma/iommu/group-functions.ts */
int __iommu_group_of(const char *device);
int __iommu_group_kind(int group);

/* kernel/dma/iommu/fault-functions.ts */
bool __dmar_present(void);
void __dmar_set_fault_irq(int irq);
u32 __dmar_fault_status(void);
bool __dmar_take_fault(struct dmar_fault_record *record);
void __dmar_clear_fault_status(u32 bits);

/* A driver that includes this header has these too. */
#include <linux/acpi.h>
#include <linux/msi.h>

#endif
