/* Domains as drivers see them: the one of a device's group, and those that drivers make. Only a group of one device can be attached to another domain. */
#define pr_fmt(fmt) "iommu: " fmt
#include <linux/dmar.h>
#include <linux/iommu.h>
#include <linux/pci.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

#include "kernel/drivers/iommu/group.h"

/* Bits of an address that the unit translates. */
#define IOMMU_WIDTH 39

bool iommu_present(struct bus_type *bus)
{
	return __dmar_present() && (bus == &pci_bus_type || bus == &platform_bus_type);
}

bool device_iommu_capable(struct device *dev, enum iommu_cap cap)
{
	return dev->iommu_group && cap == IOMMU_CAP_CACHE_COHERENCY;
}

struct iommu_group *iommu_group_get(struct device *dev)
{
	if (dev->iommu_group)
		kobject_get(dev->iommu_group->devices);
	return dev->iommu_group;
}

void iommu_group_put(struct iommu_group *group)
{
	if (group)
		kobject_put(group->devices);
}

int iommu_group_id(struct iommu_group *group)
{
	return group->number;
}

struct iommu_domain *iommu_get_domain_for_dev(struct device *dev)
{
	return dev->iommu_group ? dev->iommu_group->domain : NULL;
}

struct iommu_domain *iommu_domain_alloc(struct bus_type *bus)
{
	struct iommu_domain *domain;

	if (!bus || !iommu_present(bus))
		return NULL;
	domain = kzalloc(sizeof(*domain), GFP_KERNEL);
	if (!domain)
		return NULL;
	domain->__id = __iommu_create_domain();
	if (!domain->__id) {
		kfree(domain);
		return NULL;
	}
	domain->type = IOMMU_DOMAIN_UNMANAGED;
	domain->pgsize_bitmap = PAGE_SIZE;
	domain->geometry.aperture_end = (1ull << 57) - 1;
	domain->geometry.force_aperture = true;
	return domain;
}

void iommu_domain_free(struct iommu_domain *domain)
{
	__iommu_drop_domain(domain->__id);
	kfree(domain);
}

int iommu_attach_device(struct iommu_domain *domain, struct device *dev)
{
	struct iommu_group *group = dev->iommu_group;

	if (!group)
		return -ENODEV;
	if (group->count != 1)
		return -EINVAL;
	if (group->domain != &group->default_domain)
		return -EBUSY;
	group->domain = domain;
	domain->pgsize_bitmap |= SZ_2M | SZ_1G;
	__iommu_attach(dev_name(dev), domain->__id);
	return 0;
}

void iommu_detach_device(struct iommu_domain *domain, struct device *dev)
{
	struct iommu_group *group = dev->iommu_group;

	if (!group)
		return;
	if (WARN_ON(domain != group->domain) || WARN_ON(group->count != 1))
		return;
	group->domain = &group->default_domain;
	__iommu_attach(dev_name(dev), group->domain->__id);
}

int iommu_map_atomic(struct iommu_domain *domain, unsigned long iova, phys_addr_t paddr, size_t size, int prot)
{
	if (!(domain->type & __IOMMU_DOMAIN_PAGING))
		return -EINVAL;
	if (!IS_ALIGNED(iova | paddr | size, PAGE_SIZE)) {
		pr_err("unaligned: iova 0x%lx pa %pa size 0x%zx min_pagesz 0x%x\n", iova, &paddr, size, (unsigned int)PAGE_SIZE);
		return -EINVAL;
	}
	if (!size)
		return 0;
	if (!(prot & (IOMMU_READ | IOMMU_WRITE)))
		return -EINVAL;
	if ((iova + size - 1) >> IOMMU_WIDTH)
		return -EFAULT;
	return __iommu_map_pages(domain->__id, iova >> PAGE_SHIFT, paddr >> PAGE_SHIFT, size >> PAGE_SHIFT, !!(prot & IOMMU_WRITE));
}

int iommu_map(struct iommu_domain *domain, unsigned long iova, phys_addr_t paddr, size_t size, int prot)
{
	might_sleep();
	return iommu_map_atomic(domain, iova, paddr, size, prot);
}

/* Entries that follow one another in memory are one mapping. */
ssize_t iommu_map_sg(struct iommu_domain *domain, unsigned long iova, struct scatterlist *sg, unsigned int nents, int prot)
{
	size_t mapped = 0, length = 0;
	phys_addr_t start = 0;
	unsigned int index;
	int error;

	might_sleep();
	for (index = 0; index <= nents; index++) {
		if (length && (index == nents || sg_phys(sg) != start + length)) {
			error = iommu_map_atomic(domain, iova + mapped, start, length, prot);
			if (error) {
				iommu_unmap(domain, iova, mapped);
				return error;
			}
			mapped += length;
			length = 0;
		}
		if (index == nents)
			break;
		if (!length)
			start = sg_phys(sg);
		length += sg->length;
		sg = sg_next(sg);
	}
	return mapped;
}

size_t iommu_unmap(struct iommu_domain *domain, unsigned long iova, size_t size)
{
	if (!(domain->type & __IOMMU_DOMAIN_PAGING))
		return 0;
	if (!IS_ALIGNED(iova | size, PAGE_SIZE)) {
		pr_err("unaligned: iova 0x%lx size 0x%zx min_pagesz 0x%x\n", iova, size, (unsigned int)PAGE_SIZE);
		return 0;
	}
	return size ? __iommu_unmap_pages(domain->__id, iova >> PAGE_SHIFT, size >> PAGE_SHIFT) << PAGE_SHIFT : 0;
}

phys_addr_t iommu_iova_to_phys(struct iommu_domain *domain, dma_addr_t iova)
{
	return domain->type == IOMMU_DOMAIN_IDENTITY ? iova : __iommu_translate(domain->__id, iova);
}

void iommu_set_fault_handler(struct iommu_domain *domain, iommu_fault_handler_t handler, void *token)
{
	domain->handler = handler;
	domain->handler_token = token;
}
