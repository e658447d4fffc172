/* Checksums, by the name that network code knows. */
#ifndef _NET_CHECKSUM_H
#define _NET_CHECKSUM_H

#include <asm/checksum.h>

#define CSUM_MANGLED_0 ((__sum16)0xffff)

#endif
