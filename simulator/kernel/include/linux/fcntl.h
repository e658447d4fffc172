/* Flags of open(). */
#ifndef _LINUX_FCNTL_H
#define _LINUX_FCNTL_H

#include <uapi/asm-generic/fcntl.h>

#define O_LARGEFILE 00100000

#endif
