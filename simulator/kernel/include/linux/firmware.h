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

#endif
