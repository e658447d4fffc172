/* The counter of cycles under the architecture's name. */
#include <linux/timex.h>
