/* User access under the architecture's name. */
#include <linux/uaccess.h>
