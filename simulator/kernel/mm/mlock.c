/* Who may keep pages in memory. */
#include <linux/capability.h>
#include <linux/mm.h>
#include <linux/resource.h>

bool can_do_mlock(void)
{
	return __rlimit(RLIMIT_MEMLOCK) || capable(CAP_IPC_LOCK);
}
