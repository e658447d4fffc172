/* Swapped bytes. */
#include <asm/byteorder.h>
