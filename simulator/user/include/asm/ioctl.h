/* Numbers of ioctl commands. */
#include <linux/ioctl.h>
