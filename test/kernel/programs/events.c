/* Event counters, timers, signals that are waited for, and epoll over all of them. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile int handled, count;
static void handler(int number) { handled = number; count++; }

static void say(const char *what, long result)
{
	printf("%s: %ld%s%s\n", what, result, result < 0 ? " " : "", result < 0 ? strerror(errno) : "");
}

static void counters(void)
{
	int fd = eventfd(3, EFD_NONBLOCK), few = eventfd(2, EFD_SEMAPHORE | EFD_NONBLOCK), status;
	struct pollfd poll_fd = { fd, POLLIN | POLLOUT, 0 };
	uint64_t value = 7;

	say("add", write(fd, &value, 8));
	say("too short", read(fd, &value, 4));
	say("read", read(fd, &value, 8));
	printf("value %lu\n", (unsigned long)value);
	say("nothing", read(fd, &value, 8));
	printf("poll %d %x\n", poll(&poll_fd, 1, 0), poll_fd.revents);
	value = ~0ull - 1;
	say("most", write(fd, &value, 8));
	printf("poll %d %x\n", poll(&poll_fd, 1, 0), poll_fd.revents);
	value = 1;
	say("one more", write(fd, &value, 8));
	value = ~0ull;
	say("all ones", write(fd, &value, 8));
	for (int i = 0; i < 3; i++) {
		long result = read(few, &value, 8);

		printf("semaphore %ld %lu\n", result, (unsigned long)(result > 0 ? value : 0));
	}
	say("flags", eventfd(0, 0x100));
	fd = eventfd(0, 0);
	if (fork() == 0) {
		usleep(2000);
		eventfd_write(fd, 42);
		exit(0);
	}
	eventfd_read(fd, &value);
	wait(&status);
	printf("from the child %lu\n", (unsigned long)value);
}

static void timers(void)
{
	struct itimerspec setting = { { 0, 10000000 }, { 0, 20000000 } }, now;
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	struct pollfd poll_fd = { fd, POLLIN, 0 };
	uint64_t ticks = 0;

	say("settime", timerfd_settime(fd, 0, &setting, NULL));
	timerfd_gettime(fd, &now);
	printf("interval %ld, left %d\n", now.it_interval.tv_nsec, now.it_value.tv_nsec > 0 && now.it_value.tv_nsec <= 20000000);
	say("not yet", read(fd, &ticks, 8));
	say("poll", poll(&poll_fd, 1, 1000));
	say("read", read(fd, &ticks, 8));
	printf("ticks %d\n", ticks >= 1);
	usleep(60000);
	read(fd, &ticks, 8);
	printf("ticks meanwhile %d\n", ticks >= 4);
	memset(&setting, 0, sizeof(setting));
	timerfd_settime(fd, 0, &setting, &now);
	printf("it had interval %ld\n", now.it_interval.tv_nsec);
	say("off", read(fd, &ticks, 8));
	setting.it_value.tv_nsec = 1;
	timerfd_settime(fd, TFD_TIMER_ABSTIME, &setting, NULL);
	poll(&poll_fd, 1, 1000);
	say("in the past", read(fd, &ticks, 8));
	setting.it_value.tv_nsec = -1;
	say("bad time", timerfd_settime(fd, 0, &setting, NULL));
	say("no timer", timerfd_gettime(0, &now));
	say("clock", timerfd_create(77, 0));
}

static void alarms(void)
{
	struct itimerval every = { { 0, 5000 }, { 0, 5000 } }, now;
	struct timespec wanted = { 0, 500000000 }, left = { 9, 9 };
	struct sigaction action = { .sa_handler = handler };

	sigaction(SIGALRM, &action, NULL);
	say("setitimer", setitimer(ITIMER_REAL, &every, NULL));
	while (count < 3)
		pause();
	getitimer(ITIMER_REAL, &now);
	printf("interval %ld, left %d\n", (long)now.it_interval.tv_usec, now.it_value.tv_usec > 0 && now.it_value.tv_usec <= 5000);
	memset(&every, 0, sizeof(every));
	setitimer(ITIMER_REAL, &every, &now);
	printf("interval was %ld\n", (long)now.it_interval.tv_usec);
	every.it_value.tv_usec = 5000;
	setitimer(ITIMER_REAL, &every, NULL);
	say("nanosleep", nanosleep(&wanted, &left));
	printf("left %d\n", left.tv_sec == 0 && left.tv_nsec > 10000000 && left.tv_nsec < 500000000);
	setitimer(ITIMER_REAL, &every, NULL);
	say("poll", poll(NULL, 0, 1000));
	setitimer(ITIMER_REAL, &every, NULL);
	printf("clock_nanosleep %d\n", clock_nanosleep(CLOCK_MONOTONIC, 0, &wanted, NULL) == EINTR);
	clock_gettime(CLOCK_MONOTONIC, &wanted);
	wanted.tv_nsec += 2000000;
	if (wanted.tv_nsec >= 1000000000) {
		wanted.tv_nsec -= 1000000000;
		wanted.tv_sec++;
	}
	printf("until %d\n", clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &wanted, NULL));
	clock_gettime(CLOCK_MONOTONIC, &left);
	printf("slept %d\n", left.tv_sec > wanted.tv_sec || left.tv_nsec >= wanted.tv_nsec);
	printf("bad clock %d, bad time %d\n", clock_nanosleep(99, 0, &wanted, NULL), clock_nanosleep(CLOCK_REALTIME, 0, &(struct timespec){ 0, -1 }, NULL));
	printf("alarm %u %u\n", alarm(10), alarm(0));
	say("which", setitimer(9, &every, NULL));
}

static void *take_signal(void *set)
{
	int number = 0, result = sigwait(set, &number);

	printf("thread: %d %d\n", result, number);
	return NULL;
}

static void waited_for(void)
{
	struct timespec time = { 0, 1000000 };
	sigset_t set, old, pending;
	siginfo_t information;
	pthread_t thread;
	int number;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGUSR2);
	sigprocmask(SIG_BLOCK, &set, &old);
	say("nothing comes", sigtimedwait(&set, NULL, &time));
	kill(getpid(), SIGUSR2);
	kill(getpid(), SIGUSR1);
	sigpending(&pending);
	printf("pending %d %d %d\n", sigismember(&pending, SIGUSR1), sigismember(&pending, SIGUSR2), sigismember(&pending, SIGALRM));
	say("waitinfo", sigwaitinfo(&set, &information));
	printf("information %d\n", information.si_signo);
	say("sigwait", sigwait(&set, &number));
	printf("number %d\n", number);
	pthread_create(&thread, NULL, take_signal, &set);
	usleep(2000);
	kill(getpid(), SIGUSR1);
	pthread_join(thread, NULL);
	signal(SIGUSR1, handler);
	count = 0;
	raise(SIGUSR1);
	printf("blocked %d\n", count);
	say("sigsuspend", sigsuspend(&old));
	printf("handled %d, count %d\n", handled, count);
	sigprocmask(SIG_SETMASK, NULL, &pending);
	printf("blocked again %d\n", sigismember(&pending, SIGUSR1));
	raise(SIGUSR1);
	say("pselect", pselect(0, NULL, NULL, NULL, &(struct timespec){ 1, 0 }, &old));
	printf("count %d\n", count);
	pthread_kill(pthread_self(), SIGUSR1);
	sigprocmask(SIG_SETMASK, &old, NULL);
	printf("count %d\n", count);
}

static void signals_as_files(void)
{
	struct signalfd_siginfo information[3];
	struct pollfd poll_fd;
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_NONBLOCK);
	say("none", read(fd, information, sizeof(information)));
	kill(getpid(), SIGUSR2);
	kill(getpid(), SIGHUP);
	poll_fd = (struct pollfd){ fd, POLLIN, 0 };
	printf("poll %d\n", poll(&poll_fd, 1, 0));
	say("read", read(fd, information, sizeof(information)));
	printf("%u %u\n", information[0].ssi_signo, information[1].ssi_signo);
	say("too short", read(fd, information, 5));
	if (fork() == 0) {
		usleep(2000);
		kill(getppid(), SIGHUP);
		exit(0);
	}
	printf("poll %d\n", poll(&poll_fd, 1, 1000));
	read(fd, information, sizeof(information));
	printf("%u\n", information[0].ssi_signo);
	wait(NULL);
	say("no signalfd", signalfd(0, &set, 0));
}

static void show(const char *what, int epoll, int timeout)
{
	struct epoll_event events[4];
	int found = epoll_wait(epoll, events, 4, timeout);

	printf("%s: %d", what, found);
	for (int i = 0; i < found; i++)
		printf(" %d:%x", events[i].data.fd, events[i].events);
	printf("\n");
}

static void many(void)
{
	int epoll = epoll_create1(EPOLL_CLOEXEC), ends[2], counter = eventfd(0, EFD_NONBLOCK), outer = epoll_create(1);
	struct epoll_event event = { EPOLLIN, { .fd = 1 } };
	uint64_t value = 1;
	char byte[8];

	pipe(ends);
	show("empty", epoll, 0);
	say("add", epoll_ctl(epoll, EPOLL_CTL_ADD, ends[0], &event));
	say("again", epoll_ctl(epoll, EPOLL_CTL_ADD, ends[0], &event));
	event = (struct epoll_event){ EPOLLIN | EPOLLET, { .fd = 2 } };
	epoll_ctl(epoll, EPOLL_CTL_ADD, counter, &event);
	show("nothing", epoll, 1);
	write(ends[1], "ab", 2);
	show("level", epoll, 0);
	show("level still", epoll, 0);
	read(ends[0], byte, 2);
	show("level no more", epoll, 0);
	write(counter, &value, 8);
	show("edge", epoll, 0);
	show("edge no more", epoll, 0);
	write(counter, &value, 8);
	show("edge again", epoll, 0);
	event = (struct epoll_event){ EPOLLIN | EPOLLONESHOT, { .fd = 3 } };
	epoll_ctl(epoll, EPOLL_CTL_MOD, ends[0], &event);
	write(ends[1], "c", 1);
	show("one shot", epoll, 0);
	write(ends[1], "d", 1);
	show("shot", epoll, 0);
	epoll_ctl(epoll, EPOLL_CTL_MOD, ends[0], &event);
	show("loaded", epoll, 0);
	event.events = EPOLLIN;
	epoll_ctl(epoll, EPOLL_CTL_MOD, ends[0], &event);
	event = (struct epoll_event){ EPOLLIN, { .fd = 9 } };
	say("nested", epoll_ctl(outer, EPOLL_CTL_ADD, epoll, &event));
	show("outer", outer, 0);
	say("itself", epoll_ctl(epoll, EPOLL_CTL_ADD, epoll, &event));
	say("delete", epoll_ctl(epoll, EPOLL_CTL_DEL, counter, NULL));
	say("twice", epoll_ctl(epoll, EPOLL_CTL_DEL, counter, NULL));
	say("not open", epoll_ctl(epoll, EPOLL_CTL_ADD, 99, &event));
	say("no epoll", epoll_ctl(counter, EPOLL_CTL_ADD, ends[0], &event));
	close(ends[1]);
	show("hung up", epoll, 0);
	close(ends[0]);
	show("closed", epoll, 0);
	say("a file", epoll_ctl(epoll, EPOLL_CTL_ADD, open("/tmp/epoll", O_CREAT | O_RDWR, 0600), &event));
	say("most", epoll_wait(epoll, &event, 0, 0));
	pipe(ends);
	event = (struct epoll_event){ EPOLLIN, { .fd = 5 } };
	epoll_ctl(epoll, EPOLL_CTL_ADD, ends[0], &event);
	if (fork() == 0) {
		usleep(3000);
		write(ends[1], "x", 1);
		exit(0);
	}
	show("from the child", epoll, 2000);
	wait(NULL);
	unlink("/tmp/epoll");
}

/* Chains of epoll files, and circles. */
static void nests(void)
{
	struct epoll_event event = { EPOLLIN, { .fd = 1 } };
	int chain[7];

	for (int i = 0; i < 7; i++)
		chain[i] = epoll_create1(0);
	for (int i = 1; i < 7; i++)
		say("below", epoll_ctl(chain[i - 1], EPOLL_CTL_ADD, chain[i], &event));
	say("circle", epoll_ctl(chain[2], EPOLL_CTL_ADD, chain[0], &event));
	say("two", epoll_ctl(chain[6], EPOLL_CTL_ADD, chain[5], &event));
	show("nobody", chain[0], 0);
}

/* Sixty-four of one, taken by two at the same time. */
static int units;

static void *take_units(void *got)
{
	uint64_t value;

	while (read(units, &value, 8) == 8)
		*(int *)got += value;
	return NULL;
}

static void shared(void)
{
	int got[2] = { 0, 0 };
	pthread_t threads[2];

	units = eventfd(64, EFD_SEMAPHORE | EFD_NONBLOCK);
	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, take_units, &got[i]);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	printf("both got %d\n", got[0] + got[1]);
}

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	counters();
	timers();
	alarms();
	waited_for();
	signals_as_files();
	many();
	nests();
	shared();
	return 0;
}
