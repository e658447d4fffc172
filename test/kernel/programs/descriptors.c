/* What /proc/<pid>/fd says of each kind of file, and of descriptors that are closed. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *file = "/tmp/descriptors-of-a-program";

static int entries(void)
{
	DIR *directory = opendir("/proc/self/fd");
	int count = 0;

	while (readdir(directory))
		count++;
	closedir(directory);
	return count;
}

static void show(int pid, int fd)
{
	char path[40], text[80] = "";
	struct stat link;
	int length;

	sprintf(path, "/proc/%d/fd/%d", pid, fd);
	length = readlink(path, text, sizeof(text) - 1);
	if (length < 0) {
		printf("errno %d\n", errno);
		return;
	}
	lstat(path, &link);
	if (!strncmp(text, "pipe:[", 6) || !strncmp(text, "socket:[", 8))
		strcpy(strchr(text, '[') + 1, "]");
	printf("%s %o\n", text, link.st_mode);
}

int main(void)
{
	int before = entries(), ends[2], fd = open(file, O_RDWR | O_CREAT, 0600);
	char path[40], bytes[8];
	sigset_t none;

	sigemptyset(&none);
	write(fd, "hello", 5);
	show(getpid(), fd);
	sprintf(path, "/proc/self/fd/%d", fd);
	printf("read %d\n", (int)read(open(path, O_RDONLY), bytes, 8));
	show(getpid(), open("/dev/null", O_WRONLY));
	pipe(ends);
	show(getpid(), ends[0]);
	show(getpid(), ends[1]);
	show(getpid(), eventfd(0, 0));
	show(getpid(), epoll_create1(0));
	show(getpid(), timerfd_create(CLOCK_MONOTONIC, 0));
	show(getpid(), signalfd(-1, &none, 0));
	printf("%d more\n", entries() - before);
	close(ends[0]);
	show(getpid(), ends[0]);
	show(getpid(), 999);
	fflush(stdout);
	if (fork() == 0) {
		close(fd);
		show(getpid(), fd);
		show(getppid(), fd);
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
	unlink(file);
	show(getpid(), fd);
	printf("%d %d\n", (int)readlink("/proc/self/fd/x", path, 8), errno);
	return 0;
}
