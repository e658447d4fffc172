/* The numbers of signals. */
#ifndef _LINUX_SIGNAL_H
#define _LINUX_SIGNAL_H

#include <linux/sched.h>
#include <uapi/asm-generic/signal.h>

/* What a file that sends SIGIO has become ready for. */
#define POLL_IN 1
#define POLL_OUT 2
#define POLL_MSG 3
#define POLL_ERR 4
#define POLL_PRI 5
#define POLL_HUP 6

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
