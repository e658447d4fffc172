#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/if.h>

/* Numbers of the kernel's linux/sockios.h and linux/ethtool.h. */
enum { ETHTOOL = 0x8946, MIIPHY, MIIREG, SETMIIREG };

static int wire;
static union {
	uint32_t words[64];
	uint8_t bytes[256];
} data;

static int ask(uint32_t command, const char *what)
{
	struct ifreq request = { .ifr_name = "board0" };
	int error;

	data.words[0] = command;
	request.ifr_data = (void *)&data;
	error = ioctl(wire, ETHTOOL, &request) < 0 ? errno : 0;
	printf("%s: %d", what, error);
	return error;
}

static void words(int from, int count)
{
	for (int i = from; i < from + count; i++)
		printf(" %x", data.words[i]);
	printf("\n");
}

static void phy(int command, unsigned short number, unsigned short reg, unsigned short value)
{
	struct ifreq request = { .ifr_name = "board0" };
	unsigned short *registers = (unsigned short *)&request.ifr_data;
	int error;

	registers[0] = number;
	registers[1] = reg;
	registers[2] = value;
	error = ioctl(wire, command, &request) < 0 ? errno : 0;
	printf("phy %d: %d %x %x\n", command - ETHTOOL, error, registers[0], registers[3]);
}

int main(void)
{
	wire = socket(AF_PACKET, SOCK_RAW, htons(3));
	ask(3, "driver");
	printf(" %s, %s, %u counters\n", (char *)data.bytes + 4, (char *)data.bytes + 100, data.words[45]);
	ask(10, "link");
	words(1, 1);
	data.words[1] = 7;
	ask(8, "set level");
	words(1, 1);
	ask(7, "level");
	words(1, 1);
	ask(9, "negotiate");
	words(1, 1);
	memset(&data, 0, sizeof(data));
	data.words[1] = 1;
	ask(0x1b, "names");
	printf(" %u %s %s\n", data.words[2], (char *)data.bytes + 12, (char *)data.bytes + 44);
	data.words[1] = 0;
	ask(0x1b, "names of tests");
	words(2, 1);
	ask(0x1d, "numbers");
	words(1, 5);
	memset(&data, 0, sizeof(data));
	ask(0x4c, "settings without words");
	words(1, 12);
	data.bytes[15 + 4] = 0;
	memset(&data, 0, sizeof(data));
	data.bytes[15] = 3;
	ask(0x4c, "settings");
	words(1, 21);
	data.bytes[15] = 3;
	data.words[1] = 100;
	data.bytes[11] = 0;
	ask(0x4d, "set by hand");
	words(1, 2);
	data.words[1] = 12;
	ask(0x4d, "set no speed");
	words(1, 2);
	data.words[1] = 1000;
	data.bytes[11] = 1;
	data.words[15] = 0x21 | 1 << 13;
	ask(0x4d, "set by agreement");
	words(1, 2);
	data.words[15] = 0;
	ask(0x4d, "set nothing to agree on");
	words(1, 2);
	memset(&data, 0, sizeof(data));
	ask(0x10, "ring");
	words(1, 8);
	data.words[5] = 128;
	ask(0x11, "set ring");
	words(5, 1);
	data.words[5] = 512;
	ask(0x11, "set too large a ring");
	words(5, 1);
	data.words[1] = 6;
	ask(0x20, "address");
	words(1, 3);
	data.words[1] = 5;
	ask(0x20, "address in five bytes");
	words(1, 1);
	ask(0x12, "not to be asked");
	words(1, 1);
	phy(MIIPHY, 0, 1, 0);
	phy(MIIREG, 1, 0x24, 0);
	phy(MIIREG, 2, 1, 0);
	phy(SETMIIREG, 1, 0, 0x2100);
	phy(SETMIIREG, 1, 0, 0x1000);
	phy(SETMIIREG, 3, 4, 1);
	data.words[1] = 99;
	ask(8, "set level");
	words(1, 1);
	ask(7, "busy");
	words(1, 1);
	return 0;
}
