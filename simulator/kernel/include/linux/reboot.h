/* The end of the machine, and who wants to be told of it. */
#ifndef _LINUX_REBOOT_H
#define _LINUX_REBOOT_H

#include <linux/device.h>
#include <linux/notifier.h>

#define SYS_DOWN 0x0001
#define SYS_RESTART SYS_DOWN
#define SYS_HALT 0x0002
#define SYS_POWER_OFF 0x0003

#define LINUX_REBOOT_MAGIC1 0xfee1dead
#define LINUX_REBOOT_MAGIC2 672274793
#define LINUX_REBOOT_CMD_RESTART 0x01234567
#define LINUX_REBOOT_CMD_HALT 0xCDEF0123
#define LINUX_REBOOT_CMD_POWER_OFF 0x4321FEDC

/* kernel/reboot.c */
int register_reboot_notifier(struct notifier_block *block);
int unregister_reboot_notifier(struct notifier_block *block);
int devm_register_reboot_notifier(struct device *dev, struct notifier_block *block);
void kernel_restart(char *command);
void kernel_power_off(void);
long ksys_reboot(unsigned int magic1, unsigned int magic2, unsigned int command);

#endif
