/* The clocks. */
#include <linux/ktime.h>
