/* Run-time power management: every device is always in use. */
#ifndef _LINUX_PM_RUNTIME_H
#define _LINUX_PM_RUNTIME_H

#include <linux/device.h>

static inline int pm_runtime_get_sync(struct device *dev) { (void)dev; return 1; }
static inline int pm_runtime_resume_and_get(struct device *dev) { (void)dev; return 0; }
static inline int pm_runtime_put(struct device *dev) { (void)dev; return 0; }
static inline int pm_runtime_put_sync(struct device *dev) { (void)dev; return 0; }
static inline void pm_runtime_put_noidle(struct device *dev) { (void)dev; }
static inline void pm_runtime_get_noresume(struct device *dev) { (void)dev; }
static inline void pm_runtime_enable(struct device *dev) { (void)dev; }
static inline void pm_runtime_disable(struct device *dev) { (void)dev; }
static inline int pm_runtime_set_active(struct device *dev) { (void)dev; return 0; }
static inline void pm_runtime_allow(struct device *dev) { (void)dev; }
static inline void pm_runtime_forbid(struct device *dev) { (void)dev; }

#endif
