/* Address spaces of tasks. */
#include <linux/sched.h>
