/* Giving up the CPU, and threads as the kernel makes them. */
#ifndef _SCHED_H
#define _SCHED_H

#include <stddef.h>
#include <sys/types.h>

#define CLONE_VM 0x00000100
#define CLONE_FS 0x00000200
#define CLONE_FILES 0x00000400
#define CLONE_SIGHAND 0x00000800
#define CLONE_VFORK 0x00004000
#define CLONE_THREAD 0x00010000
#define CLONE_SYSVSEM 0x00040000
#define CLONE_SETTLS 0x00080000
#define CLONE_PARENT_SETTID 0x00100000
#define CLONE_CHILD_CLEARTID 0x00200000
#define CLONE_CHILD_SETTID 0x01000000

#define SCHED_OTHER 0
#define SCHED_FIFO 1
#define SCHED_RR 2
#define SCHED_BATCH 3
#define SCHED_IDLE 5
#define SCHED_RESET_ON_FORK 0x40000000
#define CPU_SETSIZE 1024

struct sched_param {
	int sched_priority;
};
typedef struct {
	unsigned long __bits[CPU_SETSIZE / 64];
} cpu_set_t;

#define CPU_ZERO(set) ((void)(*(set) = (cpu_set_t){ { 0 } }))
#define CPU_SET(cpu, set) ((void)((set)->__bits[(cpu) / 64] |= 1ul << ((cpu) % 64)))
#define CPU_CLR(cpu, set) ((void)((set)->__bits[(cpu) / 64] &= ~(1ul << ((cpu) % 64))))
#define CPU_ISSET(cpu, set) ((int)((set)->__bits[(cpu) / 64] >> ((cpu) % 64) & 1))
#define CPU_COUNT(set) __cpu_count(set)
#define CPU_EQUAL(one, other) __cpu_equal(one, other)

static inline int __cpu_count(const cpu_set_t *set)
{
	int count = 0;

	for (int i = 0; i < CPU_SETSIZE / 64; i++)
		count += __builtin_popcountl(set->__bits[i]);
	return count;
}

static inline int __cpu_equal(const cpu_set_t *one, const cpu_set_t *other)
{
	for (int i = 0; i < CPU_SETSIZE / 64; i++)
		if (one->__bits[i] != other->__bits[i])
			return 0;
	return 1;
}

/* Policies and priorities are kept for who asks: all tasks are equals. A task may be bound to one CPU or to all. */
int sched_setscheduler(pid_t pid, int policy, const struct sched_param *parameters);
int sched_getscheduler(pid_t pid);
int sched_setparam(pid_t pid, const struct sched_param *parameters);
int sched_getparam(pid_t pid, struct sched_param *parameters);
int sched_get_priority_max(int policy);
int sched_get_priority_min(int policy);
int sched_setaffinity(pid_t pid, size_t size, const cpu_set_t *set);
int sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set);
int sched_getcpu(void);
int getcpu(unsigned int *cpu, unsigned int *node);
int sched_yield(void);
int clone(int (*function)(void *argument), void *stack, int flags, void *argument, ...);

#endif
