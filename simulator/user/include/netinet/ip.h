/* The header of an IP packet, version 4. */
#include <linux/ip.h>
#include <netinet/in.h>
