/* Assertions under the architecture's name. */
#include <linux/bug.h>
