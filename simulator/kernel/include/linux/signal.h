/* The numbers of signals. */
#ifndef _LINUX_SIGNAL_H
#define _LINUX_SIGNAL_H

#include <linux/sched.h>
#include <linux/string.h>
#include <uapi/asm-generic/siginfo.h>
#include <uapi/asm-generic/signal.h>

typedef struct kernel_siginfo {
	__SIGNAL_INFORMATION
} kernel_siginfo_t;

#define SEND_SIG_NOINFO ((struct kernel_siginfo *)0)
#define SEND_SIG_PRIV ((struct kernel_siginfo *)1)
static inline void clear_siginfo(kernel_siginfo_t *info) { memset(info, 0, sizeof(*info)); }

#define SIG_DFL 0ul
#define SIG_IGN 1ul
#define SA_SIGINFO 0x00000004ul
#define SA_RESTART 0x10000000ul
#define SA_NODEFER 0x40000000ul
#define SA_RESETHAND 0x80000000ul
#define SIG_BLOCK 0
#define SIG_UNBLOCK 1
#define SIG_SETMASK 2

/* kernel/signal.c */
int kill_pid_number(pid_t pid, int signal);

#endif
