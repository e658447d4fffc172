/* Lists that are read while they are changed: a CPU sees whole nodes, for their links are stored last. */
#ifndef _LINUX_RCULIST_H
#define _LINUX_RCULIST_H

#include <linux/list.h>
#include <linux/rcupdate.h>

#endif
