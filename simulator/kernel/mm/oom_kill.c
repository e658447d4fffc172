/* Out of memory: who is killed is found in TypeScript (process/oom-kill.ts), which writes the log, too. */
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

/* An error: one is dying already. NULL: nobody is left. */
struct task_struct *__oom_victim(gfp_t gfp, unsigned int order);

/* The largest process gives its memory back, be it this one or another, which is given the time that it takes. False: nobody can be killed. */
bool out_of_memory(gfp_t gfp, unsigned int order)
{
	struct task_struct *victim = __oom_victim(gfp, order);

	if (!victim)
		return false;
	if (IS_ERR(victim)) {
		/* It has not ended within a jiffy: what it waits for takes longer. */
		schedule_timeout_killable(HZ / 10);
		return true;
	}
	__send_signal(SIGKILL, SEND_SIG_PRIV, victim, true);
	if (victim != current)
		schedule_timeout_killable(1);
	return true;
}
