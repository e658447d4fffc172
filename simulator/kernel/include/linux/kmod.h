/* Loading other modules, of which the model has none. */
#ifndef __LINUX_KMOD_H__
#define __LINUX_KMOD_H__

#include <linux/errno.h>

/* What modprobe without the file answers: 1 << 8. */
#define request_module(name...) (256)
#define request_module_nowait(name...) (256)
#define try_then_request_module(expression, name...) (expression)

#endif
