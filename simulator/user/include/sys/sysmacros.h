/* Device numbers as user space packs them. */
#ifndef _SYS_SYSMACROS_H
#define _SYS_SYSMACROS_H
#define major(device) ((unsigned int)(((device) >> 8) & 0xfff))
#define minor(device) ((unsigned int)(((device) & 0xff) | (((device) >> 12) & 0xfff00)))
#define makedev(major, minor) ((((dev_t)(major) & 0xfff) << 8) | ((minor) & 0xff) | (((dev_t)(minor) & 0xfff00) << 12))
#endif
