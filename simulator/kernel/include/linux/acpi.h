/* Firmware tables, which drivers for the modelled devices do not need. */
#ifndef _LINUX_ACPI_H
#define _LINUX_ACPI_H
#include <linux/device.h>
#include <linux/mod_devicetable.h>
#define ACPI_PTR(pointer) NULL
typedef void *acpi_handle;
struct acpi_device;
#define ACPI_COMPANION(dev) ((void)(dev), (struct acpi_device *)NULL)
#define ACPI_HANDLE(dev) ((void)(dev), (acpi_handle)NULL)
static inline bool has_acpi_companion(struct device *dev) { (void)dev; return false; }
static inline const struct acpi_device_id *acpi_match_device(const struct acpi_device_id *ids, const struct device *dev)
{
	(void)ids;
	(void)dev;
	return NULL;
}
static inline const void *acpi_device_get_match_data(const struct device *dev) { (void)dev; return NULL; }

/* A driver that includes this header has these too. */
#include <linux/bottom_half.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/ctype.h>
#include <linux/find.h>
#include <linux/idr.h>
#include <linux/io.h>
#include <linux/ioctl.h>
#include <linux/kernfs.h>
#include <linux/kmod.h>
#include <linux/llist.h>
#include <linux/mm_types.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/percpu-defs.h>
#include <linux/pfn.h>
#include <linux/property.h>
#include <linux/random.h>
#include <linux/ratelimit.h>
#include <linux/rbtree.h>
#include <linux/rwlock.h>
#include <linux/sched/mm.h>
#include <linux/seqlock.h>
#include <linux/signal.h>
#include <linux/swab.h>
#include <linux/swait.h>
#include <linux/timekeeping.h>
#include <linux/uuid.h>
#include <linux/vmalloc.h>
#include <linux/xarray.h>

#endif
