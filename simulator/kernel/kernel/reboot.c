/* Reboot and power-off: those who asked are told, then every device, the newest first; the machine stands still after it. */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/pm_runtime.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/sched.h>

static BLOCKING_NOTIFIER_HEAD(reboot_notifiers);

int register_reboot_notifier(struct notifier_block *block)
{
	return blocking_notifier_chain_register(&reboot_notifiers, block);
}

int unregister_reboot_notifier(struct notifier_block *block)
{
	return blocking_notifier_chain_unregister(&reboot_notifiers, block);
}

static void unregister_managed_reboot(void *block)
{
	unregister_reboot_notifier(block);
}

int devm_register_reboot_notifier(struct device *dev, struct notifier_block *block)
{
	int error = register_reboot_notifier(block);

	return error ? error : devm_add_action_or_reset(dev, unregister_managed_reboot, block);
}

static void shut_down(struct device *dev)
{
	device_lock(dev);
	pm_runtime_get_noresume(dev);
	if (dev->class && dev->class->shutdown_pre)
		dev->class->shutdown_pre(dev);
	if (dev->bus && dev->bus->shutdown)
		dev->bus->shutdown(dev);
	else if (dev->driver && dev->driver->shutdown)
		dev->driver->shutdown(dev);
	device_unlock(dev);
}

static void device_shutdown(void)
{
	struct device *dev, *before;

	for (dev = list_last_entry(&__all_devices, struct device, list); &dev->list != &__all_devices; dev = before) {
		before = list_entry(dev->list.prev, struct device, list);
		shut_down(dev);
	}
}

/* reboot.ts: the run ends here */
void __machine_halt(void);

void kernel_restart(char *command)
{
	blocking_notifier_call_chain(&reboot_notifiers, SYS_RESTART, command);
	device_shutdown();
	if (command)
		printk(KERN_EMERG "reboot: Restarting system with command '%s'\n", command);
	else
		printk(KERN_EMERG "reboot: Restarting system\n");
	__machine_halt();
}

void kernel_power_off(void)
{
	blocking_notifier_call_chain(&reboot_notifiers, SYS_POWER_OFF, NULL);
	device_shutdown();
	printk(KERN_EMERG "reboot: Power down\n");
	__machine_halt();
}

static void kernel_halt(void)
{
	blocking_notifier_call_chain(&reboot_notifiers, SYS_HALT, NULL);
	device_shutdown();
	printk(KERN_EMERG "reboot: System halted\n");
	__machine_halt();
}

long ksys_reboot(unsigned int magic1, unsigned int magic2, unsigned int command)
{
	if (magic1 != LINUX_REBOOT_MAGIC1 || magic2 != LINUX_REBOOT_MAGIC2)
		return -EINVAL;
	switch (command) {
	case LINUX_REBOOT_CMD_RESTART:
		kernel_restart(NULL);
		return 0;
	case LINUX_REBOOT_CMD_HALT:
		kernel_halt();
		return 0;
	case LINUX_REBOOT_CMD_POWER_OFF:
		kernel_power_off();
		return 0;
	case 0: /* Ctrl-Alt-Del off */
		return 0;
	default:
		return -EINVAL;
	}
}
