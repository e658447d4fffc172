/* Signals, as far as drivers look for them. */
#include <linux/sched.h>
