/* The types, by the name that headers shared with programs know. */
#include <linux/types.h>
