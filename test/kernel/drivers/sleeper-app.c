/* Sends the machine to sleep, then switches it off. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <unistd.h>

int main(void)
{
	int file = open("/sys/power/state", O_RDWR);

	printf("write %zd\n", write(file, "mem", 3));
	printf("write %zd\n", write(file, "nap", 3));
	fflush(stdout);
	reboot(RB_POWER_OFF);
	printf("never\n");
	return 0;
}
