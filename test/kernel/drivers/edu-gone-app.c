/* Holds a device open, waits in it, and has it removed by the kernel (or waits until somebody pulls it out). */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char remove_file[] = "/sys/bus/pci/devices/0000:00:02.0/remove";
static int device;

static void *wait_inside(void *unused)
{
	char byte;
	int result = read(device, &byte, 1);

	printf("the waiting read: %d %s\n", result, strerror(errno));
	return unused;
}

static void identify(const char *when)
{
	unsigned int value = 0;
	int result = read(device, &value, sizeof(value));

	printf("%s: %d %08x %s\n", when, result, value, result < 0 ? strerror(errno) : "");
}

int main(int argc, char **argv)
{
	pthread_t waiting;
	int file;

	device = open("/dev/gone", O_RDONLY);
	identify("at first");
	pthread_create(&waiting, NULL, wait_inside, NULL);
	usleep(10000);
	if (argc > 1) {
		usleep(20000);
		identify("pulled out");
		usleep(20000);
	} else {
		file = open(remove_file, O_WRONLY);
		printf("remove: %d\n", (int)write(file, "1", 1));
		close(file);
	}
	pthread_join(waiting, NULL);
	identify("removed");
	printf("again: %d %s\n", open("/dev/gone", O_RDONLY), strerror(errno));
	printf("in sysfs: %d %s\n", open(remove_file, O_WRONLY), strerror(errno));
	close(device);
	return 0;
}
