/* Values at any alignment, under the newer name. */
#include <asm/unaligned.h>
