/* Rights: who is root has all of them, whoever is not has none. */
#ifndef _LINUX_CAPABILITY_H
#define _LINUX_CAPABILITY_H
#include <linux/types.h>
#define CAP_SYS_RAWIO 17
#define CAP_SYS_ADMIN 21
#define CAP_IPC_LOCK 14
#define CAP_SYS_NICE 23
#define CAP_SYS_RESOURCE 24
/* kernel/sys.c */
bool capable(int capability);
#endif
