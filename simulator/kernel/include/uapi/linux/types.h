/* Types for headers that are shared with user space. */
#ifndef _UAPI_LINUX_TYPES_H
#define _UAPI_LINUX_TYPES_H
#include <linux/types.h>
#endif
