/* Nodes of memory. */
#include <linux/topology.h>
