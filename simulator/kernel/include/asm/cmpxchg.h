/* Compare and exchange. */
#include <linux/atomic.h>
