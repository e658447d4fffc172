/* Pipes, descriptors and reading in pieces: the same lines here and, compiled by gcc, on Linux. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int broken;
static void on_broken(int number) { broken = number; }

static void say(const char *what, long result)
{
	printf("%s: %ld%s%s\n", what, result, result < 0 ? " " : "", result < 0 ? strerror(errno) : "");
	fflush(stdout);
}

static void plain(void)
{
	char buffer[8192];
	struct stat st;
	int ends[2], left;

	say("pipe", pipe(ends));
	fstat(ends[0], &st);
	printf("fifo %d, mode %o, size %ld\n", S_ISFIFO(st.st_mode), st.st_mode & 07777, (long)st.st_size);
	say("write", write(ends[1], "hello", 5));
	say("write", write(ends[1], " world", 6));
	ioctl(ends[0], 0x541b, &left);
	printf("FIONREAD %d\n", left);
	say("read 4", read(ends[0], buffer, 4));
	say("read rest", read(ends[0], buffer, 100));
	printf("%.7s\n", buffer);
	say("write to the reader", write(ends[0], "x", 1));
	say("read from the writer", read(ends[1], buffer, 1));
	say("seek", lseek(ends[0], 0, SEEK_CUR));
	say("pread", pread(ends[0], buffer, 1, 0));
	say("capacity", fcntl(ends[0], F_GETPIPE_SZ));
	say("smaller", fcntl(ends[0], F_SETPIPE_SZ, 5000));
	say("larger", fcntl(ends[0], F_SETPIPE_SZ, 131072));
	say("not a pipe", fcntl(0, F_GETPIPE_SZ));
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	say("empty", read(ends[0], buffer, 1));
	close(ends[1]);
	say("nobody writes", read(ends[0], buffer, 1));
	close(ends[0]);
	say("closed", read(ends[0], buffer, 1));
	say("flags", pipe2(ends, O_APPEND));
}

static void full(void)
{
	static char block[4096];
	int ends[2], count = 0, small = 0;
	struct pollfd poll_ends[2];

	pipe2(ends, O_NONBLOCK);
	poll_ends[0] = (struct pollfd){ ends[0], POLLIN, 0 };
	poll_ends[1] = (struct pollfd){ ends[1], POLLOUT, 0 };
	printf("empty: poll %d, %x %x\n", poll(poll_ends, 2, 0), poll_ends[0].revents, poll_ends[1].revents);
	while (write(ends[1], block, sizeof(block)) == sizeof(block))
		count++;
	say("blocks", count);
	printf("full: poll %d, %x %x\n", poll(poll_ends, 2, 0), poll_ends[0].revents, poll_ends[1].revents);
	say("one byte", write(ends[1], block, 1));
	read(ends[0], block, 100);
	say("one byte of a page that is not empty", write(ends[1], block, 1));
	read(ends[0], block, 4096);
	while (write(ends[1], block, 100) == 100)
		small++;
	say("hundreds", small);
	read(ends[0], block, 4096);
	read(ends[0], block, 4096);
	say("ten thousand", write(ends[1], calloc(1, 10000), 10000));
	signal(SIGPIPE, on_broken);
	close(ends[0]);
	printf("broken: poll %d, %x\n", poll(poll_ends + 1, 1, 0), poll_ends[1].revents);
	say("write", write(ends[1], block, 1));
	printf("signal %d\n", broken);
	signal(SIGPIPE, SIG_DFL);
	close(ends[1]);
}

static void between_processes(void)
{
	int there[2], back[2], status;
	char buffer[32];
	long sum = 0;
	ssize_t got;

	pipe(there);
	pipe(back);
	if (fork() == 0) {
		static unsigned char bytes[200000];

		close(there[1]);
		close(back[0]);
		while ((got = read(there[0], bytes, sizeof(bytes))) > 0)
			for (ssize_t i = 0; i < got; i++)
				sum += bytes[i];
		snprintf(buffer, sizeof(buffer), "%ld", sum);
		write(back[1], buffer, strlen(buffer) + 1);
		exit(0);
	}
	close(there[0]);
	close(back[1]);
	char *bytes = malloc(150000);
	memset(bytes, 3, 150000);
	say("150000 bytes", write(there[1], bytes, 150000));
	close(there[1]);
	read(back[0], buffer, sizeof(buffer));
	printf("the other end counts %s\n", buffer);
	wait(&status);
	pipe(there);
	if (fork() == 0) {
		close(there[0]);
		write(there[1], "x", 1);
		write(there[1], "y", 1);
		close(there[0]);
		exit(write(there[1], "z", 1));
	}
	close(there[1]);
	while (read(there[0], buffer, 1) > 0)
		;
	wait(&status);
	printf("exit %d\n", WEXITSTATUS(status));
}

static void descriptors(void)
{
	int fd = open("/tmp/descriptors", O_RDWR | O_CREAT | O_TRUNC, 0644), other, ends[2];
	char buffer[16] = "";

	write(fd, "0123456789", 10);
	other = dup(fd);
	lseek(other, 3, SEEK_SET);
	say("shared position", lseek(fd, 0, SEEK_CUR));
	say("dup2", dup2(fd, 77));
	say("dup2 of itself", dup2(fd, fd));
	say("dup2 of nothing", dup2(99, 78));
	say("dup2 to nowhere", dup2(fd, 100000));
	say("dup3 of itself", dup3(fd, fd, 0));
	say("dup3", dup3(fd, 78, O_CLOEXEC));
	printf("close on exec %d %d\n", fcntl(77, F_GETFD), fcntl(78, F_GETFD));
	fcntl(77, F_SETFD, FD_CLOEXEC);
	printf("close on exec %d\n", fcntl(77, F_GETFD));
	say("from 100", fcntl(fd, F_DUPFD, 100));
	say("from 100 again", fcntl(fd, F_DUPFD_CLOEXEC, 100));
	printf("close on exec %d\n", fcntl(101, F_GETFD));
	close(fd);
	close(other);
	read(77, buffer, 3);
	printf("still open: %s\n", buffer);
	pipe(ends);
	dup2(ends[1], 77);
	write(77, "redirected", 10);
	memset(buffer, 0, sizeof(buffer));
	read(ends[0], buffer, sizeof(buffer) - 1);
	printf("%s\n", buffer);
	unlink("/tmp/descriptors");
}

static void pieces(void)
{
	char a[4] = "", b[4] = "", c[8] = "";
	struct iovec out[3] = { { "one", 3 }, { "", 0 }, { "twothree", 8 } }, in[3] = { { a, 3 }, { b, 3 }, { c, 5 } };
	int fd = open("/tmp/pieces", O_RDWR | O_CREAT | O_TRUNC, 0644), ends[2];

	say("writev", writev(fd, out, 3));
	say("pwritev", pwritev(fd, out, 1, 20));
	say("size", lseek(fd, 0, SEEK_END));
	lseek(fd, 0, SEEK_SET);
	say("readv", readv(fd, in, 3));
	printf("%s|%s|%s\n", a, b, c);
	say("preadv", preadv(fd, in, 2, 3));
	printf("%s|%s\n", a, b);
	pipe(ends);
	say("writev to a pipe", writev(ends[1], out, 3));
	say("readv from it", readv(ends[0], in, 2));
	printf("%s|%s\n", a, b);
	say("too many", readv(ends[0], in, 2000));
	say("none", writev(ends[1], out, 0));
	unlink("/tmp/pieces");
}

static void selected(void)
{
	struct timeval time = { 0, 20000 };
	int ends[2];
	fd_set set;

	pipe(ends);
	FD_ZERO(&set);
	FD_SET(ends[0], &set);
	say("nothing yet", select(ends[0] + 1, &set, NULL, NULL, &time));
	printf("left %ld, set %d\n", (long)time.tv_usec, FD_ISSET(ends[0], &set));
	write(ends[1], "x", 1);
	FD_SET(ends[0], &set);
	time.tv_sec = 5;
	say("something", select(ends[0] + 1, &set, NULL, NULL, &time));
	printf("left %d, set %d\n", time.tv_sec >= 4, FD_ISSET(ends[0], &set));
	FD_SET(60, &set);
	close(60);
	say("not open", select(61, &set, NULL, NULL, &time));
	say("negative", select(-1, NULL, NULL, NULL, &time));
}

/* documented-bugs 4.2: a page that a pipe holds keeps its content for the pipe when the parent writes it after a fork. */
static void lent(void)
{
	char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), got = 0;
	struct iovec piece = { page, 1 };
	int ends[2], status;

	pipe(ends);
	page[0] = 'a';
	say("vmsplice", vmsplice(ends[1], &piece, 1, 0));
	page[0] = 'b';
	read(ends[0], &got, 1);
	printf("written before it is read: %c\n", got);
	say("vmsplice", vmsplice(ends[1], &piece, 1, 0));
	if (fork() == 0)
		exit(0);
	page[0] = 'c';
	wait(&status);
	read(ends[0], &got, 1);
	printf("written after a fork: %c, own %c\n", got, page[0]);
	say("no pipe", vmsplice(0, &piece, 1, 0));
}

static void memory_file(void)
{
	int fd = memfd_create("name", MFD_CLOEXEC);
	struct stat st;
	char *one, *other;

	ftruncate(fd, 8192);
	one = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	other = mmap(NULL, 8192, PROT_READ, MAP_SHARED, fd, 0);
	one[5000] = 'm';
	fstat(fd, &st);
	printf("memfd: %c, size %ld, mode %o, close on exec %d\n", other[5000], (long)st.st_size, st.st_mode & 07777, fcntl(fd, F_GETFD));
	say("flags", memfd_create("x", 0x8000));
}

static void modes(void)
{
	struct stat st;
	int fd;

	umask(027);
	fd = open("/tmp/mode", O_CREAT | O_RDWR, 0666);
	fstat(fd, &st);
	printf("mode %o, umask before %o\n", st.st_mode & 07777, umask(0));
	fchmod(fd, 0600);
	stat("/tmp/mode", &st);
	printf("mode %o\n", st.st_mode & 07777);
	say("chmod", chmod("/tmp/mode", 0444));
	say("chmod of nothing", chmod("/tmp/no-such-file", 0444));
	say("rename", rename("/tmp/mode", "/tmp/other-mode"));
	say("the old name", access("/tmp/mode", F_OK));
	say("the new name", access("/tmp/other-mode", F_OK));
	say("rename of nothing", rename("/tmp/mode", "/tmp/other-mode"));
	unlink("/tmp/other-mode");
}

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	plain();
	full();
	between_processes();
	descriptors();
	pieces();
	selected();
	lent();
	memory_file();
	modes();
	return 0;
}
