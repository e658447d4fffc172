/* References to tasks. */
#include <linux/sched.h>
