/* Bounds that speculation must not pass: there is none here. */
#include <asm/barrier.h>
