/* Waiting for several files at once, the old way. */
#ifndef _SYS_SELECT_H
#define _SYS_SELECT_H

#include <signal.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>

#define FD_SETSIZE 1024

typedef struct {
	unsigned long bits[FD_SETSIZE / 64];
} fd_set;

#define FD_ZERO(set) ((void)(*(set) = (fd_set){ { 0 } }))
#define FD_SET(fd, set) ((void)((set)->bits[(fd) / 64] |= 1UL << ((fd) % 64)))
#define FD_CLR(fd, set) ((void)((set)->bits[(fd) / 64] &= ~(1UL << ((fd) % 64))))
#define FD_ISSET(fd, set) (((set)->bits[(fd) / 64] >> ((fd) % 64) & 1) != 0)

int select(int count, fd_set *reading, fd_set *writing, fd_set *exceptions, struct timeval *timeout);
int pselect(int count, fd_set *reading, fd_set *writing, fd_set *exceptions, const struct timespec *timeout,
	    const sigset_t *mask);

#endif
