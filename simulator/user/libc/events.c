/* Files that stand for events, and waiting for many of them. */
#include <bits/system-call.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <unistd.h>

#define KERNEL_SET_BYTES 8

int pipe2(int ends[2], int flags) { return __call2(pipe2, ends, flags); }
int dup3(int fd, int wanted, int flags) { return __call3(dup3, fd, wanted, flags); }

ssize_t vmsplice(int fd, const struct iovec *pieces, size_t count, unsigned int flags)
{
	return __call4(vmsplice, fd, pieces, count, flags);
}

int timerfd_create(clockid_t clock, int flags) { return __call2(timerfd_create, clock, flags); }

int timerfd_settime(int fd, int flags, const struct itimerspec *value, struct itimerspec *old)
{
	return __call4(timerfd_settime, fd, flags, value, old);
}

int timerfd_gettime(int fd, struct itimerspec *value) { return __call2(timerfd_gettime, fd, value); }
int signalfd(int fd, const sigset_t *mask, int flags) { return __call4(signalfd4, fd, mask, KERNEL_SET_BYTES, flags); }

int epoll_create1(int flags) { return __call1(epoll_create1, flags); }

int epoll_create(int size)
{
	if (size > 0)
		return epoll_create1(0);
	errno = EINVAL;
	return -1;
}

int epoll_ctl(int epfd, int operation, int fd, struct epoll_event *event)
{
	return __call4(epoll_ctl, epfd, operation, fd, event);
}

int epoll_pwait(int epfd, struct epoll_event *events, int most, int timeout_ms, const sigset_t *mask)
{
	return __call(SYS_epoll_pwait, epfd, (long)events, most, timeout_ms, (long)mask, KERNEL_SET_BYTES);
}

int epoll_wait(int epfd, struct epoll_event *events, int most, int timeout_ms)
{
	return epoll_pwait(epfd, events, most, timeout_ms, NULL);
}

int ppoll(struct pollfd *descriptors, nfds_t count, const struct timespec *timeout, const sigset_t *mask)
{
	struct timespec copy;

	/* The kernel tells the time that is left, and this function does not. */
	if (timeout)
		copy = *timeout;
	return __call(SYS_ppoll, (long)descriptors, count, (long)(timeout ? &copy : NULL), (long)mask, KERNEL_SET_BYTES, 0);
}

ssize_t getrandom(void *buffer, size_t length, unsigned int flags) { return __call3(getrandom, buffer, length, flags); }
