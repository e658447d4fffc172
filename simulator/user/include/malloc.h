/* What the allocator tells beyond the standard. */
#ifndef _MALLOC_H
#define _MALLOC_H

#include <stdlib.h>

size_t malloc_usable_size(void *memory);

#endif
