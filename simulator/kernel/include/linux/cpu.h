/* The CPUs. */
#include <linux/cpumask.h>
