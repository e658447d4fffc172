/* Raises interrupts and reads the events that come of them: without waiting, by poll, by signal, and more than the fifo holds. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct event {
	unsigned int status, number;
};

static volatile int signals;

static void on_signal(int signal)
{
	signals++;
}

int main(void)
{
	int file = open("/dev/edu-events", O_RDWR | O_NONBLOCK), got, i;
	struct pollfd ready = { .fd = file, .events = POLLIN | POLLOUT };
	unsigned int raise[6] = { 1, 2, 4, 8, 16, 32 };
	struct event events[8];
	struct stat found;

	stat("/dev/edu-events", &found);
	printf("mode %o\n", found.st_mode);
	got = read(file, events, sizeof(events));
	printf("read %d %s\n", got, strerror(errno));
	printf("poll %d %x\n", poll(&ready, 1, 0), ready.revents);
	signal(SIGIO, on_signal);
	fcntl(file, F_SETOWN, getpid());
	fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_ASYNC);
	printf("write %zd\n", write(file, raise, 4));
	printf("signals %d\n", signals);
	printf("poll %d %x\n", poll(&ready, 1, 1000), ready.revents);
	got = read(file, events, 4);
	printf("half an event %d\n", got);
	got = read(file, events, sizeof(events));
	printf("read %d: %x %u\n", got, events[0].status, events[0].number);
	fcntl(file, F_SETFL, O_RDWR);
	printf("write %zd\n", write(file, raise, 6 * 4));
	printf("signals %d\n", signals);
	got = read(file, events, sizeof(events));
	for (i = 0; i < got / (int)sizeof(events[0]); i++)
		printf("%x %u\n", events[i].status, events[i].number);
	printf("bad pointer %zd\n", write(file, raise, 1));
	got = write(file, (void *)8, 4);
	printf("bad pointer %d %s\n", got, strerror(errno));
	write(file, raise, 4);
	got = read(file, (void *)8, 16);
	printf("bad pointer %d %s\n", got, strerror(errno));
	close(file);
	return 0;
}
