/* Searching arrays of bits. */
#include <linux/bitops.h>
