/* Firmware from the root file system: looked for where Linux looks, without any user-space helper. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/firmware.h>
#include <linux/module.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <linux/utsname.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

/* file-system.ts */
long __ramfs_find(const char *path);
loff_t __ramfs_size(unsigned long number);
long __ramfs_read(unsigned long number, void *buffer, size_t count, loff_t position);

#define LONGEST_NAME 256

static long find_firmware(const char *name)
{
	static const char *const folders[] = {
		"/lib/firmware/updates/6.1.192", "/lib/firmware/updates", "/lib/firmware/6.1.192", "/lib/firmware",
	};
	char path[LONGEST_NAME + 64];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(folders); i++) {
		long number;

		snprintf(path, sizeof(path), "%s/%s", folders[i], name);
		number = __ramfs_find(path);
		if (number > 0)
			return number;
	}
	return -ENOENT;
}

/* Into `buffer`, or memory of its own. */
static int load_firmware(const struct firmware **result, const char *name, struct device *device, void *buffer, size_t room,
			 bool warn)
{
	struct firmware *firmware;
	long number = !name || !name[0] || strlen(name) >= LONGEST_NAME ? -EINVAL : find_firmware(name);
	size_t done = 0;

	*result = NULL;
	if (number < 0) {
		if (warn && number == -ENOENT)
			dev_warn(device, "Direct firmware load for %s failed with error %d\n", name, (int)number);
		return number;
	}
	firmware = kzalloc(sizeof(*firmware), GFP_KERNEL);
	if (!firmware)
		return -ENOMEM;
	firmware->size = __ramfs_size(number);
	if (!firmware->size || (buffer && firmware->size > room)) {
		kfree(firmware);
		return buffer ? -EFBIG : -EINVAL;
	}
	firmware->data = buffer ? buffer : vmalloc(firmware->size);
	firmware->priv = buffer ? NULL : (void *)firmware->data;
	if (!firmware->data) {
		kfree(firmware);
		return -ENOMEM;
	}
	while (done < firmware->size) {
		long got = __repeat_after_io(__ramfs_read(number, (u8 *)firmware->data + done,
							  min_t(size_t, firmware->size - done, 4096), done));

		if (got <= 0)
			break;
		done += got;
	}
	if (done < firmware->size) {
		release_firmware(firmware);
		return -EIO;
	}
	*result = firmware;
	return 0;
}

int request_firmware(const struct firmware **firmware, const char *name, struct device *device)
{
	return load_firmware(firmware, name, device, NULL, 0, true);
}

int firmware_request_nowarn(const struct firmware **firmware, const char *name, struct device *device)
{
	return load_firmware(firmware, name, device, NULL, 0, false);
}

int request_firmware_direct(const struct firmware **firmware, const char *name, struct device *device)
{
	return load_firmware(firmware, name, device, NULL, 0, false);
}

int request_firmware_into_buf(const struct firmware **firmware, const char *name, struct device *device, void *buffer,
			      size_t size)
{
	return load_firmware(firmware, name, device, buffer, size, true);
}

struct firmware_work {
	struct work_struct work;
	struct module *module;
	const char *name;
	struct device *device;
	void *context;
	void (*cont)(const struct firmware *firmware, void *context);
	bool warn;
};

static void load_later(struct work_struct *work)
{
	struct firmware_work *request = container_of(work, struct firmware_work, work);
	const struct firmware *firmware;

	load_firmware(&firmware, request->name, request->device, NULL, 0, request->warn);
	request->cont(firmware, request->context);
	put_device(request->device);
	module_put(request->module);
	kfree(request->name);
	kfree(request);
}

int request_firmware_nowait(struct module *module, bool uevent, const char *name, struct device *device, gfp_t gfp,
			    void *context, void (*cont)(const struct firmware *firmware, void *context))
{
	struct firmware_work *request = kzalloc(sizeof(*request), gfp);

	if (!request)
		return -ENOMEM;
	request->name = kstrdup(name, gfp);
	if (!request->name || !try_module_get(module)) {
		int error = request->name ? -EFAULT : -ENOMEM;

		kfree(request->name);
		kfree(request);
		return error;
	}
	request->module = module;
	request->device = get_device(device);
	request->context = context;
	request->cont = cont;
	request->warn = true;
	INIT_WORK(&request->work, load_later);
	schedule_work(&request->work);
	return 0;
}

void release_firmware(const struct firmware *firmware)
{
	if (!firmware)
		return;
	vfree(firmware->priv);
	kfree(firmware);
}
