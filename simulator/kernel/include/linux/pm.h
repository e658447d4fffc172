/* Power states of devices. */
#ifndef _LINUX_PM_H
#define _LINUX_PM_H

#include <linux/types.h>

struct device;

typedef struct pm_message {
	int event;
} pm_message_t;

enum rpm_status { RPM_INVALID = -1, RPM_ACTIVE = 0, RPM_RESUMING, RPM_SUSPENDED, RPM_SUSPENDING };

struct dev_pm_info {
	unsigned int can_wakeup : 1;
	unsigned int wakeup_enabled : 1;
	unsigned int is_suspended : 1;
	unsigned int use_autosuspend : 1;
	unsigned int ignore_children : 1;
	unsigned int runtime_auto : 1;
	unsigned int no_callbacks : 1;
	unsigned int irq_safe : 1;
	int usage_count;
	int disable_depth;
	enum rpm_status runtime_status;
	int runtime_error;
	int autosuspend_delay; /* ms */
	u64 last_busy; /* ns */
};

struct dev_pm_ops {
	int (*prepare)(struct device *dev);
	void (*complete)(struct device *dev);
	int (*suspend)(struct device *dev);
	int (*resume)(struct device *dev);
	int (*freeze)(struct device *dev);
	int (*thaw)(struct device *dev);
	int (*poweroff)(struct device *dev);
	int (*restore)(struct device *dev);
	int (*suspend_late)(struct device *dev);
	int (*resume_early)(struct device *dev);
	int (*freeze_late)(struct device *dev);
	int (*thaw_early)(struct device *dev);
	int (*poweroff_late)(struct device *dev);
	int (*restore_early)(struct device *dev);
	int (*suspend_noirq)(struct device *dev);
	int (*resume_noirq)(struct device *dev);
	int (*freeze_noirq)(struct device *dev);
	int (*thaw_noirq)(struct device *dev);
	int (*poweroff_noirq)(struct device *dev);
	int (*restore_noirq)(struct device *dev);
	int (*runtime_suspend)(struct device *dev);
	int (*runtime_resume)(struct device *dev);
	int (*runtime_idle)(struct device *dev);
};

#define SET_SYSTEM_SLEEP_PM_OPS(suspend_function, resume_function)      \
	.suspend = suspend_function, .resume = resume_function,         \
	.freeze = suspend_function, .thaw = resume_function,            \
	.poweroff = suspend_function, .restore = resume_function,
#define SYSTEM_SLEEP_PM_OPS(suspend_function, resume_function) SET_SYSTEM_SLEEP_PM_OPS(suspend_function, resume_function)
#define SET_LATE_SYSTEM_SLEEP_PM_OPS(suspend_function, resume_function)     \
	.suspend_late = suspend_function, .resume_early = resume_function,  \
	.freeze_late = suspend_function, .thaw_early = resume_function,     \
	.poweroff_late = suspend_function, .restore_early = resume_function,
#define LATE_SYSTEM_SLEEP_PM_OPS(suspend_function, resume_function) SET_LATE_SYSTEM_SLEEP_PM_OPS(suspend_function, resume_function)
#define SET_NOIRQ_SYSTEM_SLEEP_PM_OPS(suspend_function, resume_function)    \
	.suspend_noirq = suspend_function, .resume_noirq = resume_function, \
	.freeze_noirq = suspend_function, .thaw_noirq = resume_function,    \
	.poweroff_noirq = suspend_function, .restore_noirq = resume_function,
#define NOIRQ_SYSTEM_SLEEP_PM_OPS(suspend_function, resume_function) SET_NOIRQ_SYSTEM_SLEEP_PM_OPS(suspend_function, resume_function)
#define SET_RUNTIME_PM_OPS(suspend_function, resume_function, idle_function) \
	.runtime_suspend = suspend_function, .runtime_resume = resume_function, .runtime_idle = idle_function,
#define RUNTIME_PM_OPS(suspend_function, resume_function, idle_function) \
	SET_RUNTIME_PM_OPS(suspend_function, resume_function, idle_function)
#define SIMPLE_DEV_PM_OPS(name, suspend_function, resume_function) \
	const struct dev_pm_ops name = { SET_SYSTEM_SLEEP_PM_OPS(suspend_function, resume_function) }
#define UNIVERSAL_DEV_PM_OPS(name, suspend_function, resume_function, idle_function) \
	const struct dev_pm_ops name = { SET_SYSTEM_SLEEP_PM_OPS(suspend_function, resume_function) SET_RUNTIME_PM_OPS(suspend_function, resume_function, idle_function) }
#define DEFINE_SIMPLE_DEV_PM_OPS(name, suspend_function, resume_function) \
	const struct dev_pm_ops name = { SET_SYSTEM_SLEEP_PM_OPS(suspend_function, resume_function) }
#define pm_ptr(pointer) (pointer)
#define pm_sleep_ptr(pointer) (pointer)

#define PM_EVENT_INVALID (-1)
#define PM_EVENT_ON 0x0000
#define PM_EVENT_FREEZE 0x0001
#define PM_EVENT_SUSPEND 0x0002
#define PM_EVENT_HIBERNATE 0x0004
#define PM_EVENT_RESUME 0x0010
#define PM_EVENT_SLEEP (PM_EVENT_SUSPEND | PM_EVENT_HIBERNATE)

#define PMSG_ON ((struct pm_message){ .event = PM_EVENT_ON })
#define PMSG_FREEZE ((struct pm_message){ .event = PM_EVENT_FREEZE })
#define PMSG_SUSPEND ((struct pm_message){ .event = PM_EVENT_SUSPEND })
#define PMSG_HIBERNATE ((struct pm_message){ .event = PM_EVENT_HIBERNATE })
#define PMSG_RESUME ((struct pm_message){ .event = PM_EVENT_RESUME })

#endif
