/* Event types and codes of input devices. */
#include <uapi/linux/input-event-codes.h>
