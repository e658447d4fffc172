/* Simple wait queues are wait queues here. */
#include <linux/wait.h>
