/* Functions that the IOMMU cannot tell apart. */
#ifndef DRIVERS_IOMMU_GROUP_H
#define DRIVERS_IOMMU_GROUP_H

#include <linux/iommu.h>
#include <linux/list.h>

struct iommu_group {
	struct list_head node;
	int number, count;
	struct kobject *kobj, *devices;
	struct iommu_domain default_domain, *domain;
};

#endif
