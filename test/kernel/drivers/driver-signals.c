/* A driver that tells programs by signal, with a value, what became ready. */
#include <linux/module.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/sched/signal.h>
#include <linux/timer.h>
#include <linux/uaccess.h>

static struct pid *listener;
static struct timer_list timer;
static int told;

static void tick(struct timer_list *unused)
{
	struct task_struct *task = get_pid_task(listener, PIDTYPE_PID);
	struct kernel_siginfo info;
	int i;

	if (!task)
		return;
	clear_siginfo(&info);
	info.si_code = SI_QUEUE;
	for (i = 0; i < 3; i++) {
		info.si_int = 100 * told + i;
		info.si_signo = told ? SIGUSR1 : 40;
		pr_info("send %d\n", send_sig_info(info.si_signo, &info, task));
	}
	told++;
	put_task_struct(task);
}

static long control(struct file *file, unsigned int command, unsigned long argument)
{
	switch (command) {
	case 0:
		if (!listener)
			listener = get_pid(task_pid(current));
		mod_timer(&timer, jiffies + 5);
		return 0;
	case 1: return send_sig(SIGUSR2, current, 0);
	case 2: return send_sig(SIGUSR2, current, 1);
	case 3: return kill_pid(task_pid(current), argument, 1);
	}
	/* What LKMPG's drivers ask: signals for the thread alone, not those for the process. */
	return current->pending.signal.sig[0] & ~current->blocked.sig[0] ? -EINTR : 0;
}

static const struct file_operations fops = { .owner = THIS_MODULE, .unlocked_ioctl = control };
static struct miscdevice misc = { MISC_DYNAMIC_MINOR, "teller", &fops };

static int __init start(void)
{
	timer_setup(&timer, tick, 0);
	return misc_register(&misc);
}

static void __exit stop(void)
{
	del_timer_sync(&timer);
	put_pid(listener);
	misc_deregister(&misc);
}

module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
