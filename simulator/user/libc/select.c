/* select, by way of poll. The time that is left is not told. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stddef.h>
#include <sys/select.h>

static int is_set(int fd, const fd_set *set) { return set && FD_ISSET(fd, set); }

static int milliseconds(const struct timeval *timeout)
{
	if (!timeout)
		return -1;
	if (timeout->tv_sec > INT_MAX / 1000 - 1)
		return INT_MAX;
	return timeout->tv_sec * 1000 + (timeout->tv_usec + 999) / 1000;
}

/* Keeps the descriptor in the set if it is ready; returns whether it is. */
static int settle(int fd, fd_set *set, int asked, int ready)
{
	if (!asked || ready)
		return asked && ready;
	FD_CLR(fd, set);
	return 0;
}

int select(int count, fd_set *reading, fd_set *writing, fd_set *exceptions, struct timeval *timeout)
{
	struct pollfd files[FD_SETSIZE];
	int used = 0, ready = 0;

	if (count < 0 || count > FD_SETSIZE) {
		errno = EINVAL;
		return -1;
	}
	for (int fd = 0; fd < count; fd++) {
		short events = (is_set(fd, reading) ? POLLIN : 0) | (is_set(fd, writing) ? POLLOUT : 0) |
			       (is_set(fd, exceptions) ? POLLPRI : 0);

		if (events)
			files[used++] = (struct pollfd){ .fd = fd, .events = events };
	}
	if (poll(files, used, milliseconds(timeout)) < 0)
		return -1;
	for (int i = 0; i < used; i++) {
		struct pollfd *file = &files[i];
		int fd = file->fd;

		if (file->revents & POLLNVAL) {
			errno = EBADF;
			return -1;
		}
		ready += settle(fd, reading, file->events & POLLIN, file->revents & (POLLIN | POLLHUP | POLLERR));
		ready += settle(fd, writing, file->events & POLLOUT, file->revents & (POLLOUT | POLLERR));
		ready += settle(fd, exceptions, file->events & POLLPRI, file->revents & POLLPRI);
	}
	return ready;
}
