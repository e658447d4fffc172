/* The CPU as busy-waiting code sees it. */
#include <asm/processor.h>
