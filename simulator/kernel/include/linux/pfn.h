/* Page frame numbers. */
#include <asm/page.h>
