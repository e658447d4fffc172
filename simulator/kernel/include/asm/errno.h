/* Error numbers under the architecture's name. */
#include <linux/errno.h>
