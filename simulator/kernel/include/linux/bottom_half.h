/* Holding back deferred work. */
#include <linux/spinlock.h>
