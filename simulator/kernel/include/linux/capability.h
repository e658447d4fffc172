/* Rights: every process of the model runs as root. */
#ifndef _LINUX_CAPABILITY_H
#define _LINUX_CAPABILITY_H
#include <linux/types.h>
#define CAP_SYS_RAWIO 17
#define CAP_SYS_ADMIN 21
static inline bool capable(int capability) { (void)capability; return true; }
#endif
