/* Waiting for files. */
#include <poll.h>
