/* Prefetch hints, which the CPU model ignores. */
#include <asm/processor.h>
