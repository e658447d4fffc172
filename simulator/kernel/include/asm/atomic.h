/* Atomic integers under the architecture's name. */
#include <linux/atomic.h>
