/* Spinning locks for many readers or one writer. */
#include <linux/spinlock.h>
