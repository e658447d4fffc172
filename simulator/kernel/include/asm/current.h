/* The current task. */
#include <linux/sched.h>
