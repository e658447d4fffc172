/* Numbers of ioctl commands: direction, size, type, number. */
#ifndef _LINUX_IOCTL_H
#define _LINUX_IOCTL_H

#define _IOC_NRSHIFT 0
#define _IOC_TYPESHIFT 8
#define _IOC_SIZESHIFT 16
#define _IOC_DIRSHIFT 30
#define _IOC_NONE 0U
#define _IOC_WRITE 1U
#define _IOC_READ 2U
#define _IOC(direction, type, number, size) (((direction) << 30) | ((type) << 8) | (number) | ((size) << 16))
#define _IO(type, number) _IOC(_IOC_NONE, type, number, 0)
#define _IOR(type, number, argument) _IOC(_IOC_READ, type, number, sizeof(argument))
#define _IOW(type, number, argument) _IOC(_IOC_WRITE, type, number, sizeof(argument))
#define _IOWR(type, number, argument) _IOC(_IOC_READ | _IOC_WRITE, type, number, sizeof(argument))
#define _IOC_DIR(command) (((command) >> 30) & 3)
#define _IOC_TYPE(command) (((command) >> 8) & 0xff)
#define _IOC_NR(command) ((command) & 0xff)
#define _IOC_SIZE(command) (((command) >> 16) & 0x3fff)

#endif
