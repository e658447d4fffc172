/* User namespaces: there is the first one alone, in which numbers are what they are. */
#ifndef _LINUX_USER_NAMESPACE_H
#define _LINUX_USER_NAMESPACE_H

#include <linux/types.h>
#include <linux/uidgid.h>

struct user_namespace {
	int level;
};

#endif
