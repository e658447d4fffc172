/* Arguments of mmap. */
#include <uapi/linux/mman.h>
