/* The header of a UDP datagram. */
#include <linux/udp.h>
