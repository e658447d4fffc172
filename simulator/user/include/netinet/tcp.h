/* The header of a TCP segment. */
#include <linux/tcp.h>
