/* Types of headers that the kernel shares with programs. */
#include <linux/types.h>
