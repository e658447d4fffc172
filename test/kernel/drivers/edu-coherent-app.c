/* Fills the mapped buffer, sends it to the device, wipes it and fetches it again. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define TO_DEVICE _IOW('d', 1, int)
#define FROM_DEVICE _IOW('d', 2, int)

static void tell(const char *what, long result)
{
	printf("%s: %ld %s\n", what, result, result < 0 ? strerror(errno) : "");
}

int main(void)
{
	int file = open("/dev/board0", O_RDWR), length = 4000, i, wrong = 0;
	unsigned char *buffer = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	char text[100];

	for (i = 0; i < 8192; i++)
		buffer[i] = i * 5;
	tell("to device", ioctl(file, TO_DEVICE, &length));
	memset(buffer, 0, 8192);
	length = 3000;
	tell("from device", ioctl(file, FROM_DEVICE, &length));
	for (i = 0; i < 8192; i++)
		wrong += buffer[i] != (unsigned char)(i < 3000 ? i * 5 : 0);
	printf("wrong %d\n", wrong);
	length = 5000;
	tell("too long", ioctl(file, TO_DEVICE, &length));
	tell("nowhere", ioctl(file, TO_DEVICE, (void *)16));
	tell("other", ioctl(file, _IO('x', 1), 0));
	tell("read", read(file, text, 1));
	tell("seek", lseek(file, 0, SEEK_SET));
	tell("map too much", (long)mmap(NULL, 3 * 4096, PROT_READ, MAP_SHARED, file, 0));
	tell("map the second page", mmap(NULL, 4096, PROT_READ, MAP_SHARED, file, 4096) != MAP_FAILED);
	tell("map behind", (long)mmap(NULL, 4096, PROT_READ, MAP_SHARED, file, 8192));
	close(file);
	i = readlink("/sys/class/boards/board0/device/driver", text, sizeof(text) - 1);
	text[i < 0 ? 0 : i] = 0;
	printf("%s\n", text);
	return 0;
}
