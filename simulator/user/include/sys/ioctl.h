/* Commands to devices, and how their numbers are made. */
#ifndef _SYS_IOCTL_H
#define _SYS_IOCTL_H

#include <linux/ioctl.h>
#include <linux/sockios.h>

#define TCGETS 0x5401
#define TIOCGWINSZ 0x5413
#define FIONREAD 0x541b

int ioctl(int fd, unsigned long command, ...);

#endif
