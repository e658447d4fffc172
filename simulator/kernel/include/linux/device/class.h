/* Classes of devices. */
#include <linux/device.h>
