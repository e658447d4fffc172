/* Numbers of ioctl commands: direction, size, type, number. */
#ifndef _LINUX_IOCTL_H
#define _LINUX_IOCTL_H

#define _IOC_NRBITS 8
#define _IOC_TYPEBITS 8
#define _IOC_SIZEBITS 14
#define _IOC_DIRBITS 2
#define _IOC_NRSHIFT 0
#define _IOC_TYPESHIFT 8
#define _IOC_SIZESHIFT 16
#define _IOC_DIRSHIFT 30
#define _IOC_NRMASK 0xff
#define _IOC_TYPEMASK 0xff
#define _IOC_SIZEMASK 0x3fff
#define _IOC_DIRMASK 3
#define _IOC_NONE 0U
#define _IOC_WRITE 1U
#define _IOC_READ 2U

#define _IOC(direction, type, number, size) \
	(((direction) << _IOC_DIRSHIFT) | ((type) << _IOC_TYPESHIFT) | ((number) << _IOC_NRSHIFT) | ((size) << _IOC_SIZESHIFT))
#define _IO(type, number) _IOC(_IOC_NONE, type, number, 0)
#define _IOR(type, number, argument) _IOC(_IOC_READ, type, number, sizeof(argument))
#define _IOW(type, number, argument) _IOC(_IOC_WRITE, type, number, sizeof(argument))
#define _IOWR(type, number, argument) _IOC(_IOC_READ | _IOC_WRITE, type, number, sizeof(argument))
#define _IOC_DIR(command) (((command) >> _IOC_DIRSHIFT) & _IOC_DIRMASK)
#define _IOC_TYPE(command) (((command) >> _IOC_TYPESHIFT) & _IOC_TYPEMASK)
#define _IOC_NR(command) (((command) >> _IOC_NRSHIFT) & _IOC_NRMASK)
#define _IOC_SIZE(command) (((command) >> _IOC_SIZESHIFT) & _IOC_SIZEMASK)
#define IOC_IN (_IOC_WRITE << _IOC_DIRSHIFT)
#define IOC_OUT (_IOC_READ << _IOC_DIRSHIFT)

#endif
