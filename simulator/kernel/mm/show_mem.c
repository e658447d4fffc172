/* How much memory there is, as drivers ask for it. */
#include <linux/string.h>
#include <linux/swap.h>

void si_meminfo(struct sysinfo *info)
{
	memset(info, 0, sizeof(*info));
	info->totalram = totalram_pages();
	info->freeram = nr_free_pages();
	info->mem_unit = PAGE_SIZE;
}
