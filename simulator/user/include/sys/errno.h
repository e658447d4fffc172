/* Error numbers. */
#include <errno.h>
