/* One node of memory, which all CPUs are near to. */
#ifndef _LINUX_TOPOLOGY_H
#define _LINUX_TOPOLOGY_H

#include <linux/cpumask.h>

#ifndef NUMA_NO_NODE
#define NUMA_NO_NODE (-1)
#endif
#define MAX_NUMNODES 1
#define numa_node_id() 0
#define numa_mem_id() 0
#define cpu_to_node(cpu) ((void)(cpu), 0)
#define cpu_to_mem(cpu) ((void)(cpu), 0)
#define first_online_node 0
#define num_online_nodes() 1
#define node_online(node) ((node) == 0)
#define for_each_online_node(node) for ((node) = 0; (node) < 1; (node)++)
#define for_each_node(node) for_each_online_node(node)

#endif
