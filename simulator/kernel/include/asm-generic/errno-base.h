/* Error numbers under another of their names. */
#include <linux/errno.h>
