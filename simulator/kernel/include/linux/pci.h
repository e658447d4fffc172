/* PCI devices and their drivers. */
#ifndef LINUX_PCI_H
#define LINUX_PCI_H

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/pci_ids.h>
#include <linux/pci_regs.h>
#include <linux/types.h>
#include <linux/dma-mapping.h>

#define PCI_DEVFN(slot, function) ((((slot) & 0x1f) << 3) | ((function) & 0x07))
#define PCI_SLOT(devfn) (((devfn) >> 3) & 0x1f)
#define PCI_FUNC(devfn) ((devfn) & 0x07)

enum {
	PCI_STD_RESOURCES,
	PCI_STD_RESOURCE_END = PCI_STD_RESOURCES + PCI_STD_NUM_BARS - 1,
	PCI_ROM_RESOURCE,
	PCI_NUM_RESOURCES,
	DEVICE_COUNT_RESOURCE = PCI_NUM_RESOURCES,
};

typedef int pci_power_t;
#define PCI_D0 ((pci_power_t)0)
#define PCI_D1 ((pci_power_t)1)
#define PCI_D2 ((pci_power_t)2)
#define PCI_D3hot ((pci_power_t)3)
#define PCI_D3cold ((pci_power_t)4)
#define PCI_UNKNOWN ((pci_power_t)5)
#define PCI_POWER_ERROR ((pci_power_t)-1)

typedef unsigned int pci_channel_state_t;
typedef unsigned int pci_ers_result_t;
enum pci_channel_state {
	pci_channel_io_normal = 1,
	pci_channel_io_frozen = 2,
	pci_channel_io_perm_failure = 3,
};
enum pci_ers_result {
	PCI_ERS_RESULT_NONE = 1,
	PCI_ERS_RESULT_CAN_RECOVER,
	PCI_ERS_RESULT_NEED_RESET,
	PCI_ERS_RESULT_DISCONNECT,
	PCI_ERS_RESULT_RECOVERED,
	PCI_ERS_RESULT_NO_AER_DRIVER,
};

struct pci_bus {
	struct list_head node;
	struct pci_bus *parent;
	struct pci_dev *self;
	unsigned char number;
	int domain_nr;
	char name[48];
};

struct pci_dev {
	struct list_head bus_list;
	struct pci_bus *bus;
	unsigned int devfn;
	unsigned short vendor;
	unsigned short device;
	unsigned short subsystem_vendor;
	unsigned short subsystem_device;
	unsigned int class;
	u8 revision;
	u8 hdr_type;
	u8 msi_cap;
	u8 msix_cap;
	void __iomem *msix_base; /* its table, while it is enabled */
	bool block_cfg_access;
	u8 pcie_cap;
	u8 pin;
	u8 pm_cap;
	struct pci_driver *driver;
	const char *driver_override;
	u64 dma_mask;
	struct device_dma_parameters dma_parms;
	pci_power_t current_state;
	pci_channel_state_t error_state;
	struct device dev;
	int cfg_size;
	unsigned int irq;
	struct resource resource[DEVICE_COUNT_RESOURCE];
	unsigned int is_busmaster : 1;
	unsigned int msi_enabled : 1;
	unsigned int msix_enabled : 1;
	unsigned int is_managed : 1;
	unsigned int is_virtfn : 1;
	unsigned int no_64bit_msi : 1;
	atomic_t enable_cnt;
	u32 saved_config_space[16];
	bool state_saved;
	/* The model's own: which function of the machine it is, its wired interrupt, and its message interrupts. */
	unsigned int function_index;
	unsigned int wired_irq;
	bool irq_managed; /* it is connected */
	unsigned int first_vector_irq;
	unsigned int vector_count;
	unsigned int regions_taken;
};

#define to_pci_dev(pointer) container_of(pointer, struct pci_dev, dev)

struct pci_error_handlers {
	pci_ers_result_t (*error_detected)(struct pci_dev *dev, pci_channel_state_t error);
	pci_ers_result_t (*mmio_enabled)(struct pci_dev *dev);
	pci_ers_result_t (*slot_reset)(struct pci_dev *dev);
	void (*reset_prepare)(struct pci_dev *dev);
	void (*reset_done)(struct pci_dev *dev);
	void (*resume)(struct pci_dev *dev);
};

struct pci_driver {
	struct list_head node;
	const char *name;
	const struct pci_device_id *id_table;
	int (*probe)(struct pci_dev *dev, const struct pci_device_id *id);
	void (*remove)(struct pci_dev *dev);
	int (*suspend)(struct pci_dev *dev, pm_message_t state);
	int (*resume)(struct pci_dev *dev);
	void (*shutdown)(struct pci_dev *dev);
	int (*sriov_configure)(struct pci_dev *dev, int count);
	const struct pci_error_handlers *err_handler;
	const struct attribute_group **groups;
	const struct attribute_group **dev_groups;
	bool driver_managed_dma;
	struct device_driver driver;
	struct list_head dynids; /* in Linux a struct pci_dynids with a lock */
};

#define to_pci_driver(pointer) container_of(pointer, struct pci_driver, driver)

#define PCI_DEVICE(vend, dev) \
	.vendor = (vend), .device = (dev), .subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID
#define PCI_DEVICE_SUB(vend, dev, subvend, subdev) \
	.vendor = (vend), .device = (dev), .subvendor = (subvend), .subdevice = (subdev)
#define PCI_DEVICE_CLASS(dev_class, dev_class_mask) \
	.class = (dev_class), .class_mask = (dev_class_mask), .vendor = PCI_ANY_ID, .device = PCI_ANY_ID, \
	.subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID
#define PCI_VDEVICE(vend, dev) \
	.vendor = PCI_VENDOR_ID_##vend, .device = (dev), .subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID, 0, 0
#define PCI_DEVICE_DATA(vend, dev, data) \
	.vendor = PCI_VENDOR_ID_##vend, .device = PCI_DEVICE_ID_##vend##_##dev, .subvendor = PCI_ANY_ID, \
	.subdevice = PCI_ANY_ID, 0, 0, .driver_data = (kernel_ulong_t)(data)
#define DEFINE_PCI_DEVICE_TABLE(table) const struct pci_device_id table[]

#define PCI_IRQ_LEGACY (1 << 0)
#define PCI_IRQ_INTX PCI_IRQ_LEGACY
#define PCI_IRQ_MSI (1 << 1)
#define PCI_IRQ_MSIX (1 << 2)
#define PCI_IRQ_AFFINITY (1 << 3)
#define PCI_IRQ_ALL_TYPES (PCI_IRQ_LEGACY | PCI_IRQ_MSI | PCI_IRQ_MSIX)

struct msix_entry {
	u32 vector;
	u16 entry;
};

#define pci_name(pdev) dev_name(&(pdev)->dev)
static inline void *pci_get_drvdata(struct pci_dev *pdev) { return dev_get_drvdata(&pdev->dev); }
static inline void pci_set_drvdata(struct pci_dev *pdev, void *data) { dev_set_drvdata(&pdev->dev, data); }
static inline bool pci_is_pcie(struct pci_dev *dev) { return dev->pcie_cap != 0; }
static inline int pci_pcie_cap(struct pci_dev *dev) { return dev->pcie_cap; }
static inline int pci_domain_nr(struct pci_bus *bus) { return bus->domain_nr; }
static inline u16 pci_dev_id(struct pci_dev *dev) { return (dev->bus->number << 8) | dev->devfn; }
static inline bool pci_dev_is_disconnected(const struct pci_dev *dev)
{
	return dev->error_state == pci_channel_io_perm_failure;
}
static inline bool pci_channel_offline(struct pci_dev *pdev) { return pdev->error_state > pci_channel_io_normal; }

#define pci_resource_start(dev, bar) ((dev)->resource[bar].start)
#define pci_resource_end(dev, bar) ((dev)->resource[bar].end)
#define pci_resource_flags(dev, bar) ((dev)->resource[bar].flags)
#define pci_resource_len(dev, bar) \
	(pci_resource_end(dev, bar) ? pci_resource_end(dev, bar) - pci_resource_start(dev, bar) + 1 : 0)
#define pci_resource_n(dev, bar) (&(dev)->resource[bar])

#define pci_printk(level, pdev, fmt, arg...) dev_printk(level, &(pdev)->dev, fmt, ##arg)
#define pci_emerg(pdev, fmt, arg...) dev_emerg(&(pdev)->dev, fmt, ##arg)
#define pci_crit(pdev, fmt, arg...) dev_crit(&(pdev)->dev, fmt, ##arg)
#define pci_err(pdev, fmt, arg...) dev_err(&(pdev)->dev, fmt, ##arg)
#define pci_warn(pdev, fmt, arg...) dev_warn(&(pdev)->dev, fmt, ##arg)
#define pci_notice(pdev, fmt, arg...) dev_notice(&(pdev)->dev, fmt, ##arg)
#define pci_info(pdev, fmt, arg...) dev_info(&(pdev)->dev, fmt, ##arg)
#define pci_dbg(pdev, fmt, arg...) dev_dbg(&(pdev)->dev, fmt, ##arg)

extern struct bus_type pci_bus_type;
extern struct bus_type pcie_port_bus_type;
#define dev_is_pci(dev) ((dev)->bus == &pci_bus_type)

/* drivers/pci/pci-driver.c */
int __pci_register_driver(struct pci_driver *driver, struct module *owner, const char *module_name);
#define pci_register_driver(driver) __pci_register_driver(driver, THIS_MODULE, KBUILD_MODNAME)
void pci_unregister_driver(struct pci_driver *driver);
const struct pci_device_id *pci_match_id(const struct pci_device_id *ids, struct pci_dev *dev);
struct pci_driver *pci_dev_driver(const struct pci_dev *dev);
#define module_pci_driver(driver) module_driver(driver, pci_register_driver, pci_unregister_driver)

/* drivers/pci/probe.c and search.c */
void __pci_scan_machine(void);
struct pci_dev *pci_get_device(unsigned int vendor, unsigned int device, struct pci_dev *from);
struct pci_dev *pci_get_class(unsigned int class, struct pci_dev *from);
struct pci_dev *pci_get_domain_bus_and_slot(int domain, unsigned int bus, unsigned int devfn);
static inline struct pci_dev *__pci_get_subsys(unsigned int vendor, unsigned int device, unsigned int subvendor,
					       unsigned int subdevice, struct pci_dev *from)
{
	while ((from = pci_get_device(vendor, device, from)))
		if ((subvendor == PCI_ANY_ID || from->subsystem_vendor == subvendor) &&
		    (subdevice == PCI_ANY_ID || from->subsystem_device == subdevice))
			break;
	return from;
}
#define pci_get_slot(bus, devfn) pci_get_domain_bus_and_slot((bus)->domain_nr, (bus)->number, devfn)
struct pci_dev *pci_dev_get(struct pci_dev *dev);
void pci_dev_put(struct pci_dev *dev);
int pcie_flr(struct pci_dev *dev);
int pcie_reset_flr(struct pci_dev *dev, bool probe);
int pci_reset_function(struct pci_dev *dev);
#define pci_reset_function_locked(dev) pci_reset_function(dev)
#define pci_try_reset_function(dev) pci_reset_function(dev)
int pci_dev_present(const struct pci_device_id *ids);
#define for_each_pci_dev(dev) while (((dev) = pci_get_device(PCI_ANY_ID, PCI_ANY_ID, dev)) != NULL)

/* drivers/pci/access.c */
int pci_read_config_byte(const struct pci_dev *dev, int where, u8 *value);
int pci_read_config_word(const struct pci_dev *dev, int where, u16 *value);
int pci_read_config_dword(const struct pci_dev *dev, int where, u32 *value);
int pci_write_config_byte(const struct pci_dev *dev, int where, u8 value);
int pci_write_config_word(const struct pci_dev *dev, int where, u16 value);
int pci_write_config_dword(const struct pci_dev *dev, int where, u32 value);
u8 pci_find_capability(struct pci_dev *dev, int capability);
u16 pci_find_ext_capability(struct pci_dev *dev, int capability);
int pcie_capability_read_word(struct pci_dev *dev, int position, u16 *value);
int pcie_capability_read_dword(struct pci_dev *dev, int position, u32 *value);
int pcie_capability_write_word(struct pci_dev *dev, int position, u16 value);
u8 pci_find_next_capability(struct pci_dev *dev, u8 start, int capability);
u16 pci_find_next_ext_capability(struct pci_dev *dev, u16 start, int capability);
u64 pci_get_dsn(struct pci_dev *dev);
int pcie_capability_write_dword(struct pci_dev *dev, int position, u32 value);
int pcie_capability_clear_and_set_word(struct pci_dev *dev, int position, u16 clear, u16 set);
int pcie_capability_clear_and_set_dword(struct pci_dev *dev, int position, u32 clear, u32 set);
static inline int pcie_capability_set_word(struct pci_dev *dev, int position, u16 set)
{
	return pcie_capability_clear_and_set_word(dev, position, 0, set);
}
static inline int pcie_capability_clear_word(struct pci_dev *dev, int position, u16 clear)
{
	return pcie_capability_clear_and_set_word(dev, position, clear, 0);
}
static inline int pci_pcie_type(struct pci_dev *dev)
{
	u16 flags;

	pcie_capability_read_word(dev, PCI_EXP_FLAGS, &flags);
	return (flags & PCI_EXP_FLAGS_TYPE) >> 4;
}
int pcibios_err_to_errno(int error);
/* While the space is locked, programs that read and write it wait. */
void pci_cfg_access_lock(struct pci_dev *dev);
bool pci_cfg_access_trylock(struct pci_dev *dev);
void pci_cfg_access_unlock(struct pci_dev *dev);
void __pci_wait_for_cfg_access(struct pci_dev *dev);
static inline bool pci_is_bridge(struct pci_dev *dev) { return (dev->hdr_type & 0x7f) == PCI_HEADER_TYPE_BRIDGE; }
#define PCIBIOS_SUCCESSFUL 0x00
#define PCIBIOS_DEVICE_NOT_FOUND 0x86
#define PCIBIOS_BAD_REGISTER_NUMBER 0x87

/* drivers/pci/pci.c */
int pci_enable_device(struct pci_dev *dev) __must_check;
int pci_enable_device_io(struct pci_dev *dev) __must_check;
int pci_enable_device_mem(struct pci_dev *dev) __must_check;
int pci_reenable_device(struct pci_dev *dev) __must_check;
void pci_disable_device(struct pci_dev *dev);
void pci_set_master(struct pci_dev *dev);
void pci_clear_master(struct pci_dev *dev);
int pci_set_mwi(struct pci_dev *dev) __must_check;
int pci_try_set_mwi(struct pci_dev *dev);
void pci_clear_mwi(struct pci_dev *dev);
void pci_intx(struct pci_dev *dev, int enable);
int pci_request_region(struct pci_dev *dev, int bar, const char *name) __must_check;
void pci_release_region(struct pci_dev *dev, int bar);
int pci_request_regions(struct pci_dev *dev, const char *name) __must_check;
int pci_request_regions_exclusive(struct pci_dev *dev, const char *name) __must_check;
void pci_release_regions(struct pci_dev *dev);
int pci_request_selected_regions(struct pci_dev *dev, int bars, const char *name);
int pci_request_selected_regions_exclusive(struct pci_dev *dev, int bars, const char *name);
void pci_release_selected_regions(struct pci_dev *dev, int bars);
int pci_select_bars(struct pci_dev *dev, unsigned long flags);
#define pci_request_mem_regions(dev, name) pci_request_selected_regions(dev, pci_select_bars(dev, IORESOURCE_MEM), name)
#define pci_release_mem_regions(dev) pci_release_selected_regions(dev, pci_select_bars(dev, IORESOURCE_MEM))
#define pci_request_io_regions(dev, name) pci_request_selected_regions(dev, pci_select_bars(dev, IORESOURCE_IO), name)
#define pci_release_io_regions(dev) pci_release_selected_regions(dev, pci_select_bars(dev, IORESOURCE_IO))
#define pci_bus_address(dev, bar) pci_resource_start(dev, bar) /* no bridge here translates */
#define pci_physfn(dev) (dev)
#define pci_upstream_bridge(dev) ((dev)->bus->self)
#define pci_wait_for_pending_transaction(dev) ((void)(dev), 1)
#define pci_sriov_get_totalvfs(dev) ((void)(dev), 0)
#define pcix_set_mmrbc(dev, mmrbc) ((void)(dev), -EINVAL)
#define pci_set_dma_max_seg_size(dev, size) dma_set_max_seg_size(&(dev)->dev, size)
#define pci_set_dma_seg_boundary(dev, mask) dma_set_seg_boundary(&(dev)->dev, mask)
#define pci_get_subsys(vendor, device, subvendor, subdevice, from) __pci_get_subsys(vendor, device, subvendor, subdevice, from)
int pci_set_power_state(struct pci_dev *dev, pci_power_t state);
int pci_add_dynid(struct pci_driver *driver, unsigned int vendor, unsigned int device, unsigned int subvendor,
		  unsigned int subdevice, unsigned int class, unsigned int class_mask, unsigned long driver_data);
bool pci_intx_mask_supported(struct pci_dev *dev);
bool pci_check_and_mask_intx(struct pci_dev *dev);
bool pci_check_and_unmask_intx(struct pci_dev *dev);
/* No modelled function has virtual ones. */
#define pci_sriov_configure_simple NULL
static inline int pci_enable_sriov(struct pci_dev *dev, int count) { (void)dev; (void)count; return -ENODEV; }
static inline void pci_disable_sriov(struct pci_dev *dev) { (void)dev; }
static inline int pci_num_vf(struct pci_dev *dev) { (void)dev; return 0; }
pci_power_t pci_choose_state(struct pci_dev *dev, pm_message_t state);
int pci_prepare_to_sleep(struct pci_dev *dev);
int pci_back_from_sleep(struct pci_dev *dev);
bool pci_pme_capable(struct pci_dev *dev, pci_power_t state);
bool pci_device_is_present(struct pci_dev *dev);
void pci_stop_and_remove_bus_device(struct pci_dev *dev);
void pci_stop_and_remove_bus_device_locked(struct pci_dev *dev);
int pci_save_state(struct pci_dev *dev);
void pci_restore_state(struct pci_dev *dev);
int pci_enable_wake(struct pci_dev *dev, pci_power_t state, bool enable);
int pci_wake_from_d3(struct pci_dev *dev, bool enable);
int pcie_get_readrq(struct pci_dev *dev);
int pcie_set_readrq(struct pci_dev *dev, int bytes);
int pcie_get_mps(struct pci_dev *dev);
int pcie_set_mps(struct pci_dev *dev, int bytes);

static inline bool pci_is_enabled(struct pci_dev *pdev) { return atomic_read(&pdev->enable_cnt) > 0; }
static inline int pci_is_managed(struct pci_dev *pdev) { return pdev->is_managed; }
#define pci_enable_pcie_error_reporting(dev) ((void)(dev), 0)
#define pci_disable_pcie_error_reporting(dev) ((void)(dev), 0)
#define pci_disable_link_state(dev, state) ((void)(dev), 0)

/* drivers/pci/iomap.c */
void __iomem *pci_iomap(struct pci_dev *dev, int bar, unsigned long max);
void __iomem *pci_iomap_wc(struct pci_dev *dev, int bar, unsigned long max);
void __iomem *pci_iomap_range(struct pci_dev *dev, int bar, unsigned long offset, unsigned long max);
void pci_iounmap(struct pci_dev *dev, void __iomem *address);
void __iomem *pci_ioremap_bar(struct pci_dev *dev, int bar);
void __iomem *pci_ioremap_wc_bar(struct pci_dev *dev, int bar);

/* drivers/pci/devres.c */
int pcim_enable_device(struct pci_dev *dev) __must_check;
void pcim_pin_device(struct pci_dev *dev);
void __iomem *const *pcim_iomap_table(struct pci_dev *dev);
void __iomem *pcim_iomap(struct pci_dev *dev, int bar, unsigned long max);
void pcim_iounmap(struct pci_dev *dev, void __iomem *address);
int pcim_iomap_regions(struct pci_dev *dev, int mask, const char *name);
int pcim_iomap_regions_request_all(struct pci_dev *dev, int mask, const char *name);
void pcim_iounmap_regions(struct pci_dev *dev, int mask);
int pcim_set_mwi(struct pci_dev *dev);

/* drivers/pci/msi.c */
struct irq_affinity;
int pci_alloc_irq_vectors(struct pci_dev *dev, unsigned int min, unsigned int max, unsigned int flags);
int pci_alloc_irq_vectors_affinity(struct pci_dev *dev, unsigned int min, unsigned int max, unsigned int flags,
				   struct irq_affinity *affinity);
void pci_free_irq_vectors(struct pci_dev *dev);
int pci_irq_vector(struct pci_dev *dev, unsigned int nr);
int pci_msi_vec_count(struct pci_dev *dev);
int pci_msix_vec_count(struct pci_dev *dev);
int pci_enable_msi(struct pci_dev *dev);
void pci_disable_msi(struct pci_dev *dev);
int pci_enable_msix_range(struct pci_dev *dev, struct msix_entry *entries, int min, int max);
void pci_disable_msix(struct pci_dev *dev);
static inline int pci_msi_enabled(void) { return 1; }
static inline bool pci_dev_msi_enabled(struct pci_dev *dev) { return dev->msi_enabled || dev->msix_enabled; }

static inline int pci_enable_msix_exact(struct pci_dev *dev, struct msix_entry *entries, int count)
{
	int vectors = pci_enable_msix_range(dev, entries, count, count);

	return vectors < 0 ? vectors : 0;
}
#define pci_enable_msix(dev, entries, count) pci_enable_msix_exact(dev, entries, count)

int pci_request_irq(struct pci_dev *dev, unsigned int nr, irq_handler_t handler, irq_handler_t thread_fn, void *dev_id,
		    const char *fmt, ...) __printf(6, 7);
void pci_free_irq(struct pci_dev *dev, unsigned int nr, void *dev_id);

#include <linux/pci-dma-compat.h>

/* A driver that includes this header has these too. */
#include <linux/dmapool.h>

#endif
