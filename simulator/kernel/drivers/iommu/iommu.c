/* What /sys shows of the IOMMU: its groups, the devices of each, what kind of domain it has and which addresses are never handed out. */
#include <linux/dmar.h>
#include <linux/init.h>
#include <linux/kobject.h>
#include <linux/kstrtox.h>
#include <linux/list.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

#include "kernel/drivers/iommu/group.h"

static LIST_HEAD(groups);
static const char *const domain_types[] = { "identity", "DMA", "DMA-FQ" };
static const unsigned int type_bits[] = { IOMMU_DOMAIN_IDENTITY, IOMMU_DOMAIN_DMA, IOMMU_DOMAIN_DMA_FQ };

/* The kernel lets root change it while no driver is bound; that is not modelled, and the file is read-only. */
static ssize_t type_show(struct kobject *kobj, struct kobj_attribute *attribute, char *buffer)
{
	int number;

	(void)attribute;
	if (kstrtoint(kobject_name(kobj), 10, &number))
		return -EINVAL;
	return sysfs_emit(buffer, "%s\n", domain_types[__iommu_group_kind(number)]);
}

static ssize_t reserved_regions_show(struct kobject *kobj, struct kobj_attribute *attribute, char *buffer)
{
	(void)kobj;
	(void)attribute;
	return sysfs_emit(buffer, "0x%016llx 0x%016llx msi\n", 0xfee00000ull, 0xfeefffffull);
}

static const struct kobj_attribute group_type = __ATTR(type, 0444, type_show, NULL);
static const struct kobj_attribute group_reserved_regions = __ATTR_RO(reserved_regions);
static const struct attribute *const group_files[] = { &group_type.attr, &group_reserved_regions.attr, NULL };

static struct iommu_group *group_numbered(int number, struct kobject *parent)
{
	struct iommu_group *group;
	char name[12];

	list_for_each_entry(group, &groups, node)
		if (group->number == number)
			return group;
	group = kzalloc(sizeof(*group), GFP_KERNEL);
	if (!group)
		return NULL;
	snprintf(name, sizeof(name), "%d", number);
	group->number = number;
	group->domain = &group->default_domain;
	group->domain->__id = number + 1;
	group->domain->type = type_bits[__iommu_group_kind(number)];
	group->domain->pgsize_bitmap = SZ_4K | SZ_2M | SZ_1G;
	group->kobj = kobject_create_and_add(name, parent);
	group->devices = group->kobj ? kobject_create_and_add("devices", group->kobj) : NULL;
	list_add_tail(&group->node, &groups);
	return group->devices && !sysfs_create_files(group->kobj, group_files) ? group : NULL;
}

/* After the PCI functions have been found: those of one slot share a group. */
void __iommu_groups_init(void)
{
	struct pci_dev *pdev = NULL;
	struct kobject *parent;

	if (!__dmar_present())
		return;
	parent = kobject_create_and_add("iommu_groups", kernel_kobj);
	if (!parent)
		return;
	for_each_pci_dev(pdev) {
		int number = __iommu_group_of(pci_name(pdev));
		struct iommu_group *group = number < 0 ? NULL : group_numbered(number, parent);

		if (!group)
			continue;
		group->count++;
		pdev->dev.iommu_group = group;
		if (sysfs_create_link(&pdev->dev.kobj, group->kobj, "iommu_group") ||
		    sysfs_create_link(group->devices, &pdev->dev.kobj, pci_name(pdev)))
			pci_err(pdev, "Failed to add to iommu group %d\n", number);
	}
}
