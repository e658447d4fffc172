/* Reads what the driver has in /proc, from the start and from the middle, and after it is gone. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static void show(const char *path)
{
	char text[4096];
	int file = open(path, O_RDONLY), length;

	printf("%s %d\n", path, file < 0 ? -errno : 0);
	while (file >= 0 && (length = read(file, text, sizeof(text) - 1)) > 0) {
		text[length] = 0;
		printf("%s", text);
	}
	close(file);
}

static void tell(const char *what, long result)
{
	printf("%s: %ld %s\n", what, result, result < 0 ? strerror(errno) : "");
}

static void lead(const char *path)
{
	char text[64];
	ssize_t length = readlink(path, text, sizeof(text));

	printf("%s leads to %.*s\n", path, (int)length, text);
}

int main(void)
{
	char text[8] = "";
	int file, away;

	show("/proc/folder/list");
	show("/proc/folder/one");
	show("/proc/folder/h");
	show("/proc/self/nothing");
	show("/proc/folder/away");
	file = open("/proc/folder/list", O_RDONLY);
	tell("read", read(file, text, 4));
	tell("read", read(file, text, 4));
	tell("pread", pread(file, text, 4, 1));
	printf("%s\n", text);
	tell("seek", lseek(file, 3, SEEK_SET));
	tell("seek to the end", lseek(file, 0, SEEK_END));
	close(file);
	file = open("/proc/folder/h", O_RDWR);
	tell("write", write(file, "x", 1));
	tell("seek", lseek(file, 1, SEEK_SET));
	tell("pread", pread(file, text, 2, 3));
	away = open("/proc/folder/away", O_WRONLY);
	tell("away", write(away, "", 1));
	tell("read", read(file, text, 2));
	tell("close", close(file));
	show("/proc/folder/h");
	prctl(PR_SET_NAME, "renamed");
	show("/proc/self/comm");
	show("/proc/thread-self/comm");
	show("/proc/partitions");
	show("/proc/locks");
	show("/proc/execdomains");
	show("/proc/swaps");
	show("/proc/irq/default_smp_affinity");
	show("/proc/sys/kernel/ostype");
	show("/proc/sys/kernel/osrelease");
	show("/proc/sys/kernel/hostname");
	show("/proc/sys/kernel/tainted");
	show("/proc/sys/kernel/nothing");
	lead("/proc/mounts");
	lead("/proc/net");
	lead("/proc/self/cwd");
	return 0;
}
