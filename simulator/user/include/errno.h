/* errno and the numbers it takes. */
#ifndef _ERRNO_H
#define _ERRNO_H

#include <asm-generic/errno.h>

extern __thread int errno;
#define errno errno
extern char *program_invocation_name, *program_invocation_short_name;

#endif
