/* Page tables, as far as drivers see them. */
#include <asm/pgtable.h>
