/* Byte order under its older name. */
#include <asm/byteorder.h>
