/* Takes signals of a driver, of itself and of a child, with what came with them. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

static int taken;

static void handler(int number, siginfo_t *info, void *context)
{
	taken++;
	printf("signal %d: signo %d code %d", number, info->si_signo, info->si_code);
	if (info->si_code == SI_QUEUE)
		printf(" value %d\n", info->si_int);
	else if (number == SIGCHLD)
		printf(" status %d of child %d\n", info->si_status, info->si_pid != getpid());
	else
		printf(" from me %d, uid %d\n", info->si_pid == getpid(), info->si_uid);
}

static void wait_for(int count)
{
	while (taken < count)
		pause();
}

int main(void)
{
	struct sigaction action = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO };
	int file = open("/dev/teller", O_RDWR), numbers[] = { SIGUSR1, SIGUSR2, SIGCHLD, SIGALRM, 40, 41 }, i, fd;
	struct signalfd_siginfo read_info;
	union sigval value = { .sival_int = 77 };
	siginfo_t waited;
	struct stat status;
	sigset_t set;
	pid_t child;

	for (i = 0; i < 6; i++)
		sigaction(numbers[i], &action, NULL);
	ioctl(file, 0);
	wait_for(3);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	ioctl(file, 0);
	usleep(20000);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	wait_for(4);
	ioctl(file, 1);
	ioctl(file, 2);
	ioctl(file, 3, SIGUSR2);
	kill(getpid(), SIGUSR1);
	raise(SIGUSR2);
	printf("queued %d\n", sigqueue(getpid(), 41, value));
	alarm(1);
	i = taken;
	wait_for(i + 1);
	child = fork();
	if (!child)
		_exit(3);
	wait_for(i + 2);
	waitpid(child, NULL, 0);
	child = fork();
	if (!child)
		kill(getpid(), SIGKILL);
	wait_for(i + 3);
	waitpid(child, NULL, 0);
	sigaddset(&set, 41);
	sigaddset(&set, SIGUSR2);
	sigprocmask(SIG_BLOCK, &set, NULL);
	for (i = 0; i < 3; i++) {
		value.sival_int = i;
		sigqueue(getpid(), 41, value);
		sigqueue(getpid(), SIGUSR2, value);
	}
	kill(getpid(), SIGUSR1);
	printf("own %d\n", ioctl(file, 9));
	fd = signalfd(-1, &set, 0);
	for (i = 0; i < 3; i++) {
		read(fd, &read_info, sizeof(read_info));
		printf("read %u code %d value %d me %d\n", read_info.ssi_signo, read_info.ssi_code, read_info.ssi_int,
		       read_info.ssi_pid == getpid());
	}
	memset(&waited, 0, sizeof(waited));
	printf("waited %d", sigwaitinfo(&set, &waited));
	printf(" code %d value %d\n", waited.si_code, waited.si_int);
	printf("left %d", sigtimedwait(&set, &waited, &(struct timespec){ 0, 0 }));
	printf(" value %d\n", waited.si_int);
	i = sigtimedwait(&set, &waited, &(struct timespec){ 0, 0 });
	printf("none %d %d\n", i, errno == EAGAIN);
	fstat(file, &status);
	printf("device %u:%d\n", major(status.st_rdev), minor(status.st_rdev) > 0);
	return 0;
}
