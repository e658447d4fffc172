/* Sleep of the whole machine. */
#ifndef _LINUX_SUSPEND_H
#define _LINUX_SUSPEND_H

#include <linux/errno.h>
#include <linux/notifier.h>
#include <linux/pm.h>

typedef int suspend_state_t;
#define PM_SUSPEND_ON ((suspend_state_t)0)
#define PM_SUSPEND_TO_IDLE ((suspend_state_t)1)
#define PM_SUSPEND_STANDBY ((suspend_state_t)2)
#define PM_SUSPEND_MEM ((suspend_state_t)3)

#define PM_HIBERNATION_PREPARE 0x0001
#define PM_POST_HIBERNATION 0x0002
#define PM_SUSPEND_PREPARE 0x0003
#define PM_POST_SUSPEND 0x0004

/* kernel/power/suspend.c */
int register_pm_notifier(struct notifier_block *block);
int unregister_pm_notifier(struct notifier_block *block);
int pm_suspend(suspend_state_t state);
#define pm_notifier(function, priority_value)                                                   \
	{                                                                                       \
		static struct notifier_block function##_nb = {                                  \
			.notifier_call = function, .priority = priority_value,                  \
		};                                                                              \
		register_pm_notifier(&function##_nb);                                           \
	}

/* A driver that includes this header has these too. */
#include <linux/device.h>
#include <linux/freezer.h>
#include <linux/pagemap.h>
#include <linux/seq_file.h>

#endif
