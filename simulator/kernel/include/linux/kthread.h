/* Threads of the kernel. */
#ifndef _LINUX_KTHREAD_H
#define _LINUX_KTHREAD_H

#include <linux/err.h>
#include <linux/sched.h>

struct completion;

/* kernel/kthread.c */
struct task_struct *kthread_create_on_node(int (*function)(void *data), void *data, int node, const char *name, ...)
	__printf(4, 5);
void kthread_bind(struct task_struct *task, unsigned int cpu);
int kthread_stop(struct task_struct *task);
bool kthread_should_stop(void);
bool kthread_should_park(void);
void kthread_parkme(void);
void *kthread_data(struct task_struct *task);
void kthread_complete_and_exit(struct completion *done, long code) __noreturn;

#define kthread_create(function, data, name, arg...) kthread_create_on_node(function, data, -1, name, ##arg)
#define kthread_create_on_cpu(function, data, cpu, name) kthread_create_on_node(function, data, -1, name, cpu)
#define kthread_run(function, data, name, ...)                                          \
	({                                                                              \
		struct task_struct *__created = kthread_create(function, data, name, ##__VA_ARGS__); \
		if (!IS_ERR(__created))                                                  \
			wake_up_process(__created);                                      \
		__created;                                                               \
	})
#define set_freezable() ((void)0)
#define try_to_freeze() ((void)0)



#endif
