/* Bits under the architecture's name. */
#include <linux/bitops.h>
