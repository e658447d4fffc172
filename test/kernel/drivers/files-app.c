/* Uses every file of files.c, and says what came back. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define STORE_CLEAR _IO('s', 1)
#define STORE_LENGTH _IOR('s', 2, int)
#define STORE_FILL _IOW('s', 3, int)

static void say(const char *what, long result)
{
	if (result < 0)
		printf("%s: %s\n", what, strerror(errno));
	else
		printf("%s: %ld\n", what, result);
}

static void show(const char *path)
{
	char text[256];
	int fd = open(path, O_RDONLY);
	ssize_t length;

	if (fd < 0) {
		say(path, fd);
		return;
	}
	while ((length = read(fd, text, sizeof(text))) > 0)
		fwrite(text, 1, length, stdout);
	if (length < 0)
		say(path, length);
	close(fd);
}

static void store(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	say(path, fd < 0 ? fd : write(fd, text, strlen(text)));
	close(fd);
}

static void character_device(void)
{
	int fd = open("/dev/store0", O_RDWR), length = -1, fill = 5;
	struct pollfd waiting = { .fd = fd, .events = POLLIN | POLLOUT };
	char text[100] = "";
	struct stat stat;

	say("open", fd < 0 ? fd : 0);
	say("poll", poll(&waiting, 1, 0));
	printf("revents %#x\n", waiting.revents);
	say("read nothing", read(fd, text, 10));
	say("write", write(fd, "hello world", 11));
	say("poll", poll(&waiting, 1, -1));
	printf("revents %#x\n", waiting.revents);
	say("lseek", lseek(fd, 6, SEEK_SET));
	say("read", read(fd, text, sizeof(text)));
	puts(text);
	say("read end", read(fd, text, sizeof(text)));
	say("length", ioctl(fd, STORE_LENGTH, &length));
	printf("%d\n", length);
	say("fill", ioctl(fd, STORE_FILL, &fill));
	fill = 1000;
	say("fill", ioctl(fd, STORE_FILL, &fill));
	say("unknown", ioctl(fd, _IO('s', 9)));
	say("bad pointer", ioctl(fd, STORE_LENGTH, (void *)16));
	say("pread", pread(fd, text, 3, 1));
	printf("%.3s\n", text);
	say("clear", ioctl(fd, STORE_CLEAR));
	say("pwrite", pwrite(fd, "xyz", 3, 62));
	say("pwrite", pwrite(fd, "xyz", 3, 64));
	say("bad read", read(fd, (void *)16, 3));
	say("end", lseek(fd, -1, SEEK_SET));
	say("mmap", mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED ? -1 : 0);
	say("fstat", fstat(fd, &stat));
	printf("character %d\n", S_ISCHR(stat.st_mode));
	say("close", close(fd));
	say("close", close(fd));
	say("read closed", read(fd, text, 1));
}

static void read_only(void)
{
	int fd = open("/dev/store0", O_RDONLY);
	char byte;

	say("write", write(fd, "x", 1));
	close(fd);
	fd = open("/dev/store0", O_WRONLY);
	say("read", read(fd, &byte, 1));
	close(fd);
	say("missing", open("/dev/nothing", O_RDWR));
	fd = open("/dev/echo", O_RDONLY);
	say("lseek", lseek(fd, 0, SEEK_SET));
	say("ioctl", ioctl(fd, STORE_CLEAR));
	close(fd);
}

static void map(const char *path)
{
	int fd = open(path, O_RDWR);

	say(path, mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED ? -1 : 0);
	close(fd);
}

static void ordinary_files(void)
{
	int fd = open("/tmp/a", O_CREAT | O_RDWR | O_TRUNC, 0600), other;
	char text[16] = "";
	struct stat stat;

	say("write", write(fd, "abcdef", 6));
	say("lseek", lseek(fd, 10, SEEK_SET));
	say("write", write(fd, "xy", 2));
	say("fstat", fstat(fd, &stat));
	printf("size %ld regular %d\n", (long)stat.st_size, S_ISREG(stat.st_mode));
	say("pread", pread(fd, text, sizeof(text), 4));
	printf("%d %d %d\n", text[0], text[2], text[6]);
	other = open("/tmp/a", O_WRONLY | O_APPEND);
	say("append", write(other, "!", 1));
	say("end", lseek(fd, 0, SEEK_END));
	say("exclusive", open("/tmp/a", O_CREAT | O_EXCL | O_RDWR, 0600));
	say("truncate", ftruncate(fd, 3));
	say("end", lseek(fd, 0, SEEK_END));
	say("unlink", unlink("/tmp/a"));
	say("gone", open("/tmp/a", O_RDONLY));
	say("still", pread(fd, text, 16, 0));
	close(other);
	close(fd);
}

int main(void)
{
	character_device();
	read_only();
	show("/dev/echo");
	show("/sys/kernel/debug/files/value");
	store("/sys/kernel/debug/files/value", "12\n");
	show("/sys/kernel/debug/files/value");
	store("/sys/kernel/debug/files/value", "twelve");
	show("/sys/kernel/debug/files/wide");
	show("/sys/kernel/debug/files/flag");
	store("/sys/kernel/debug/files/flag", "n");
	show("/sys/kernel/debug/files/flag");
	show("/sys/kernel/debug/files/blob");
	putchar('\n');
	show("/sys/kernel/debug/files/table");
	show("/sys/kernel/debug/files/half");
	store("/sys/kernel/debug/files/half", "20");
	store("/sys/kernel/debug/files/half", "200");
	show("/sys/kernel/debug/files/value");
	map("/sys/kernel/debug/files/proxied");
	map("/sys/kernel/debug/files/unsafe");
	ordinary_files();
	return 3;
}
