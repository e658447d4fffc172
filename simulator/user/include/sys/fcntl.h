/* Opening files. */
#include <fcntl.h>
