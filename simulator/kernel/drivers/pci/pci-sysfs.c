/* PCI functions in /sys: what they are, their configuration space, their BARs to be mapped, and taking them away. */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/interrupt.h>
#include <linux/irqdesc.h>
#include <linux/kstrtox.h>
#include <linux/mm.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/string.h>

#define CONFIG_ATTRIBUTE(field, format)                                                                 \
static ssize_t field##_show(struct device *dev, struct device_attribute *attribute, char *buffer)       \
{                                                                                                       \
	return sysfs_emit(buffer, format, to_pci_dev(dev)->field);                                      \
}                                                                                                       \
static DEVICE_ATTR_RO(field)

CONFIG_ATTRIBUTE(vendor, "0x%04x\n");
CONFIG_ATTRIBUTE(device, "0x%04x\n");
CONFIG_ATTRIBUTE(subsystem_vendor, "0x%04x\n");
CONFIG_ATTRIBUTE(subsystem_device, "0x%04x\n");
CONFIG_ATTRIBUTE(revision, "0x%02x\n");
CONFIG_ATTRIBUTE(class, "0x%06x\n");

static ssize_t irq_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%u\n", to_pci_dev(dev)->irq);
}
static DEVICE_ATTR_RO(irq);

static ssize_t resource_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	struct pci_dev *pdev = to_pci_dev(dev);
	int i, length = 0;

	for (i = 0; i <= PCI_ROM_RESOURCE; i++)
		length += sysfs_emit_at(buffer, length, "0x%016llx 0x%016llx 0x%016llx\n", pdev->resource[i].start,
					pdev->resource[i].end, (unsigned long long)pdev->resource[i].flags);
	return length;
}
static DEVICE_ATTR_RO(resource);

static ssize_t modalias_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	struct pci_dev *pdev = to_pci_dev(dev);

	return sysfs_emit(buffer, "pci:v%08Xd%08Xsv%08Xsd%08Xbc%02Xsc%02Xi%02X\n", pdev->vendor, pdev->device,
			  pdev->subsystem_vendor, pdev->subsystem_device, (u8)(pdev->class >> 16), (u8)(pdev->class >> 8),
			  (u8)pdev->class);
}
static DEVICE_ATTR_RO(modalias);

static ssize_t enable_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%u\n", atomic_read(&to_pci_dev(dev)->enable_cnt));
}

static ssize_t enable_store(struct device *dev, struct device_attribute *attribute, const char *buffer, size_t count)
{
	struct pci_dev *pdev = to_pci_dev(dev);
	unsigned long value;
	int error = kstrtoul(buffer, 0, &value);

	if (error)
		return error;
	device_lock(dev);
	if (dev->driver)
		error = -EBUSY;
	else if (value)
		error = pci_enable_device(pdev);
	else if (pci_is_enabled(pdev))
		pci_disable_device(pdev);
	else
		error = -EIO;
	device_unlock(dev);
	return error ? error : (ssize_t)count;
}
static DEVICE_ATTR_RW(enable);

static ssize_t mask_bits(char *buffer, u64 mask)
{
	return sysfs_emit(buffer, "%d\n", mask ? fls64(mask) : 0);
}

static ssize_t dma_mask_bits_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	return mask_bits(buffer, to_pci_dev(dev)->dma_mask);
}
static DEVICE_ATTR_RO(dma_mask_bits);

static ssize_t consistent_dma_mask_bits_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	return mask_bits(buffer, dev->coherent_dma_mask);
}
static DEVICE_ATTR_RO(consistent_dma_mask_bits);

static ssize_t numa_node_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%d\n", dev->numa_node);
}
static DEVICE_ATTR_RO(numa_node);

static ssize_t power_state_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	static const char *const names[] = { "D0", "D1", "D2", "D3hot", "D3cold", "unknown" };

	return sysfs_emit(buffer, "%s\n", names[min_t(unsigned int, to_pci_dev(dev)->current_state, 5)]);
}
static DEVICE_ATTR_RO(power_state);

static ssize_t driver_override_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	const char *name = to_pci_dev(dev)->driver_override;

	return sysfs_emit(buffer, "%s\n", name ? name : "(null)");
}

static ssize_t driver_override_store(struct device *dev, struct device_attribute *attribute, const char *buffer, size_t count)
{
	int error = driver_set_override(dev, &to_pci_dev(dev)->driver_override, buffer, count);

	return error ? error : (ssize_t)count;
}
static DEVICE_ATTR_RW(driver_override);

static ssize_t remove_store(struct device *dev, struct device_attribute *attribute, const char *buffer, size_t count)
{
	unsigned long value;

	if (kstrtoul(buffer, 0, &value) < 0)
		return -EINVAL;
	if (value && device_remove_file_self(dev, attribute))
		pci_stop_and_remove_bus_device_locked(to_pci_dev(dev));
	return count;
}
static struct device_attribute dev_attr_remove = __ATTR(remove, 0220, NULL, remove_store);

static ssize_t config_read(struct file *file, struct kobject *kobj, struct bin_attribute *attribute, char *buffer,
			   loff_t offset, size_t count)
{
	struct pci_dev *dev = to_pci_dev(kobj_to_dev(kobj));
	size_t i;

	__pci_wait_for_cfg_access(dev);
	for (i = 0; i < count; i++)
		pci_read_config_byte(dev, offset + i, (u8 *)buffer + i);
	return count;
}

/* Aligned words as such, the rest byte by byte. */
static ssize_t config_write(struct file *file, struct kobject *kobj, struct bin_attribute *attribute, char *buffer,
			    loff_t offset, size_t count)
{
	struct pci_dev *dev = to_pci_dev(kobj_to_dev(kobj));
	size_t i = 0;
	u32 value;

	__pci_wait_for_cfg_access(dev);
	while (i < count) {
		if (((offset + i) & 3) == 0 && count - i >= 4) {
			memcpy(&value, buffer + i, 4);
			pci_write_config_dword(dev, offset + i, value);
			i += 4;
		} else {
			pci_write_config_byte(dev, offset + i, buffer[i]);
			i++;
		}
	}
	return count;
}

static struct attribute *pci_device_attributes[] = {
	&dev_attr_vendor.attr, &dev_attr_device.attr, &dev_attr_subsystem_vendor.attr, &dev_attr_subsystem_device.attr,
	&dev_attr_revision.attr, &dev_attr_class.attr, &dev_attr_irq.attr, &dev_attr_resource.attr, &dev_attr_modalias.attr,
	&dev_attr_enable.attr, &dev_attr_dma_mask_bits.attr, &dev_attr_consistent_dma_mask_bits.attr,
	&dev_attr_numa_node.attr, &dev_attr_power_state.attr, &dev_attr_driver_override.attr, &dev_attr_remove.attr, NULL,
};
static const struct attribute_group pci_device_group = { .attrs = pci_device_attributes };
const struct attribute_group *__pci_device_groups[] = { &pci_device_group, NULL };

static int resource_mmap(struct file *file, struct kobject *kobj, struct bin_attribute *attribute, struct vm_area_struct *vma)
{
	struct pci_dev *dev = to_pci_dev(kobj_to_dev(kobj));
	int bar = (long)attribute->private;
	unsigned long pages = (pci_resource_len(dev, bar) + PAGE_SIZE - 1) >> PAGE_SHIFT;
	unsigned long wanted = (vma->vm_end - vma->vm_start) >> PAGE_SHIFT;

	if (vma->vm_pgoff >= pages || wanted > pages - vma->vm_pgoff)
		return -EINVAL;
	vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);
	return io_remap_pfn_range(vma, vma->vm_start, (pci_resource_start(dev, bar) >> PAGE_SHIFT) + vma->vm_pgoff,
				  vma->vm_end - vma->vm_start, vma->vm_page_prot);
}

/* One file for each BAR: for programs that drive the device themselves. */
/* As large as the function's space. */
static void add_config_file(struct pci_dev *dev)
{
	static struct bin_attribute conventional = __BIN_ATTR_RW(config, PCI_CFG_SPACE_SIZE);
	static struct bin_attribute express = __BIN_ATTR_RW(config, PCI_CFG_SPACE_EXP_SIZE);
	struct bin_attribute *attribute = dev->cfg_size > PCI_CFG_SPACE_SIZE ? &express : &conventional;

	if (sysfs_create_bin_file(&dev->dev.kobj, attribute))
		pci_warn(dev, "no %s\n", attribute->attr.name);
}

void __pci_add_resource_files(struct pci_dev *dev)
{
	int bar;

	add_config_file(dev);
	for (bar = 0; bar < PCI_STD_NUM_BARS; bar++) {
		struct bin_attribute *attribute;

		if (!pci_resource_len(dev, bar) || !(pci_resource_flags(dev, bar) & IORESOURCE_MEM))
			continue;
		attribute = kzalloc(sizeof(*attribute), GFP_KERNEL);
		if (!attribute)
			return;
		attribute->attr.name = kasprintf(GFP_KERNEL, "resource%d", bar);
		attribute->attr.mode = 0600;
		attribute->size = pci_resource_len(dev, bar);
		attribute->private = (void *)(long)bar;
		attribute->mmap = resource_mmap;
		if (sysfs_create_bin_file(&dev->dev.kobj, attribute))
			pci_warn(dev, "no %s\n", attribute->attr.name);
	}
}

void pci_stop_and_remove_bus_device_locked(struct pci_dev *dev)
{
	device_release_driver(&dev->dev);
	device_del(&dev->dev);
	list_del_init(&dev->bus_list);
	put_device(&dev->dev);
}

/* pci.ts */
int __pci_hotplug_expected(void);
void __pci_set_hotplug_irq(int irq);
int __pci_take_unplugged(void);

struct pci_dev *__pci_next(struct pci_dev *from);

static irqreturn_t ack_hotplug(int irq, void *slot)
{
	return IRQ_WAKE_THREAD;
}

/* A function that is gone: whoever asks is told so, and its driver lets go of it. */
static irqreturn_t take_unplugged(int irq, void *slot)
{
	struct pci_dev *dev, *next;
	int index;

	while ((index = __pci_take_unplugged()) >= 0)
		for (dev = __pci_next(NULL); dev; dev = next) {
			next = __pci_next(dev);
			if (dev->function_index != index)
				continue;
			dev->error_state = pci_channel_io_perm_failure;
			pci_stop_and_remove_bus_device_locked(dev);
		}
	return IRQ_HANDLED;
}

void __pci_hotplug_init(void)
{
	static const char name[] = "pciehp";
	int irq;

	if (!__pci_hotplug_expected())
		return;
	irq = __irq_allocate_messages(1);
	if (irq >= 0 && !request_threaded_irq(irq, ack_hotplug, take_unplugged, 0, name, (void *)name))
		__pci_set_hotplug_irq(irq);
}

void pci_stop_and_remove_bus_device(struct pci_dev *dev)
{
	pci_stop_and_remove_bus_device_locked(dev);
}
