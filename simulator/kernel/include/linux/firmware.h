/* Files that a driver loads into its device. */
#ifndef _LINUX_FIRMWARE_H
#define _LINUX_FIRMWARE_H

#include <linux/gfp.h>
#include <linux/types.h>

struct device;
struct module;

struct firmware {
	size_t size;
	const u8 *data;
	void *priv;
};

#define FW_ACTION_NOUEVENT 0
#define FW_ACTION_UEVENT 1

/* drivers/base/firmware_loader/main.c: from /lib/firmware of the root file system */
int request_firmware(const struct firmware **firmware, const char *name, struct device *device);
int firmware_request_nowarn(const struct firmware **firmware, const char *name, struct device *device);
int request_firmware_direct(const struct firmware **firmware, const char *name, struct device *device);
int request_firmware_into_buf(const struct firmware **firmware, const char *name, struct device *device, void *buffer,
			      size_t size);
int request_firmware_nowait(struct module *module, bool uevent, const char *name, struct device *device, gfp_t gfp,
			    void *context, void (*cont)(const struct firmware *firmware, void *context));
void release_firmware(const struct firmware *firmware);

/* A driver that includes this header has these too. */
#include <linux/bottom_half.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/find.h>
#include <linux/ioctl.h>
#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/llist.h>
#include <linux/mm_types.h>
#include <linux/notifier.h>
#include <linux/percpu-defs.h>
#include <linux/pfn.h>
#include <linux/random.h>
#include <linux/rbtree.h>
#include <linux/rwlock.h>
#include <linux/seqlock.h>
#include <linux/swab.h>
#include <linux/swait.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/workqueue.h>

#endif
