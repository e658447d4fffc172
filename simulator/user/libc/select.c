/* select, by way of poll. */
#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <sys/select.h>

static int is_set(int fd, const fd_set *set) { return set && FD_ISSET(fd, set); }

/* Keeps the descriptor in the set if it is ready; returns whether it is. */
static int settle(int fd, fd_set *set, int asked, int ready)
{
	if (!asked || ready)
		return asked && ready;
	FD_CLR(fd, set);
	return 0;
}

/* `timeout` NULL: for ever. */
static int wait_for_sets(int count, fd_set *reading, fd_set *writing, fd_set *exceptions, const struct timespec *timeout, const sigset_t *mask)
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
	if (ppoll(files, used, timeout, mask) < 0)
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

int pselect(int count, fd_set *reading, fd_set *writing, fd_set *exceptions, const struct timespec *timeout, const sigset_t *mask)
{
	return wait_for_sets(count, reading, writing, exceptions, timeout, mask);
}

int select(int count, fd_set *reading, fd_set *writing, fd_set *exceptions, struct timeval *timeout)
{
	struct timespec wanted, begun, ended;
	long left;
	int ready;

	if (!timeout)
		return wait_for_sets(count, reading, writing, exceptions, NULL, NULL);
	wanted = (struct timespec){ timeout->tv_sec + timeout->tv_usec / 1000000, timeout->tv_usec % 1000000 * 1000 };
	clock_gettime(CLOCK_MONOTONIC, &begun);
	ready = wait_for_sets(count, reading, writing, exceptions, &wanted, NULL);
	clock_gettime(CLOCK_MONOTONIC, &ended);
	left = (wanted.tv_sec - ended.tv_sec + begun.tv_sec) * 1000000 + (wanted.tv_nsec - ended.tv_nsec + begun.tv_nsec) / 1000;
	*timeout = left > 0 ? (struct timeval){ left / 1000000, left % 1000000 } : (struct timeval){ 0, 0 };
	return ready;
}
