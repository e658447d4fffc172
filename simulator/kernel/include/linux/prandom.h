/* Random numbers that a seed decides. */
#include <linux/random.h>
