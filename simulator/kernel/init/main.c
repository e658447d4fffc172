/* The start of the kernel: what must stand before the first module is loaded. */
#include <linux/cred.h>
#include <linux/dmar.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/irqdesc.h>
#include <linux/utsname.h>

struct uts_namespace init_uts_ns = { .name = {
	.sysname = "Linux",
	.nodename = "(none)",
	.release = "6.1.192",
	.version = "#1 SMP PREEMPT_DYNAMIC",
	.machine = "x86_64",
	.domainname = "(none)",
} };

/* What every task begins with (task-creation.ts). */
const struct cred *__first_cred;

void __cma_debugfs_init(void);
void __cma_sysfs_init(void);
void __hugepage_init(void);
void __dma_debug_init(void);
void __extfrag_init(void);
void __dma_pools_init(void);
void __files_init(void);
void __platform_init(void);
void __iomem_init(void);
void __pci_scan_machine(void);
void __pci_hotplug_init(void);
void __workqueues_init(void);

int __do_kernel_boot(void)
{
	__first_cred = &init_cred;
	__irq_init();
	__iomem_init();
	__files_init();
	__cma_debugfs_init();
	__cma_sysfs_init();
	__hugepage_init();
	__extfrag_init();
	__dma_pools_init();
	__dma_debug_init();
	__workqueues_init();
	__platform_init();
	__dmar_init();
	__pci_scan_machine();
	__pci_hotplug_init();
	__iommu_groups_init();
	return 0;
}
