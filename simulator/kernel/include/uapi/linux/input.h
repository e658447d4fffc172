/* What programs read from /dev/input/event*, and ask there. */
#ifndef _UAPI_INPUT_H
#define _UAPI_INPUT_H

#include <linux/ioctl.h>
#include <linux/types.h>
#include <linux/input-event-codes.h>
#ifndef __KERNEL__
#include <sys/time.h>
#endif

struct input_event {
#ifdef __KERNEL__
	struct {
		long tv_sec;
		long tv_usec;
	} time;
#else
	struct timeval time;
#endif
	__u16 type;
	__u16 code;
	__s32 value;
};
#define input_event_sec time.tv_sec
#define input_event_usec time.tv_usec

#define EV_VERSION 0x010001

struct input_id {
	__u16 bustype;
	__u16 vendor;
	__u16 product;
	__u16 version;
};

struct input_absinfo {
	__s32 value;
	__s32 minimum;
	__s32 maximum;
	__s32 fuzz;
	__s32 flat;
	__s32 resolution;
};

#define EVIOCGVERSION _IOR('E', 0x01, int)
#define EVIOCGID _IOR('E', 0x02, struct input_id)
#define EVIOCGREP _IOR('E', 0x03, unsigned int[2])
#define EVIOCSREP _IOW('E', 0x03, unsigned int[2])
#define EVIOCGNAME(length) _IOC(_IOC_READ, 'E', 0x06, length)
#define EVIOCGPHYS(length) _IOC(_IOC_READ, 'E', 0x07, length)
#define EVIOCGUNIQ(length) _IOC(_IOC_READ, 'E', 0x08, length)
#define EVIOCGPROP(length) _IOC(_IOC_READ, 'E', 0x09, length)
#define EVIOCGKEY(length) _IOC(_IOC_READ, 'E', 0x18, length)
#define EVIOCGLED(length) _IOC(_IOC_READ, 'E', 0x19, length)
#define EVIOCGSW(length) _IOC(_IOC_READ, 'E', 0x1b, length)
#define EVIOCGBIT(type, length) _IOC(_IOC_READ, 'E', 0x20 + (type), length)
#define EVIOCGABS(axis) _IOR('E', 0x40 + (axis), struct input_absinfo)
#define EVIOCGRAB _IOW('E', 0x90, int)

#define BUS_PCI 0x01
#define BUS_ISAPNP 0x02
#define BUS_USB 0x03
#define BUS_HIL 0x04
#define BUS_BLUETOOTH 0x05
#define BUS_VIRTUAL 0x06
#define BUS_ISA 0x10
#define BUS_I8042 0x11
#define BUS_RS232 0x13
#define BUS_I2C 0x18
#define BUS_HOST 0x19
#define BUS_SPI 0x1c

#endif
