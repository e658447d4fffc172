/* What comes with a signal: who sent it, why, and with which value. Names and places are those of a PC's. */
#ifndef _ASM_GENERIC_SIGINFO_H
#define _ASM_GENERIC_SIGINFO_H

typedef union sigval {
	int sival_int;
	void *sival_ptr;
} sigval_t;

#define __SIGNAL_INFORMATION                                                                     \
	int si_signo, si_errno, si_code, __padding;                                               \
	union {                                                                                   \
		void *si_addr;                                                                    \
		struct { int si_pid; unsigned int si_uid; union { sigval_t si_value; int si_int, si_status; void *si_ptr; }; }; \
		struct { int si_tid, si_overrun; };                                               \
		struct { long si_band; int si_fd; };                                              \
		char __rest[112];                                                                 \
	};

typedef struct siginfo {
	__SIGNAL_INFORMATION
} siginfo_t;

#define SI_USER 0
#define SI_KERNEL 0x80
#define SI_QUEUE -1
#define SI_TIMER -2
#define SI_MESGQ -3
#define SI_ASYNCIO -4
#define SI_SIGIO -5
#define SI_TKILL -6

/* si_code of SIGFPE and SIGSEGV, from the hardware. */
#define FPE_INTDIV 1
#define FPE_INTOVF 2
#define SEGV_MAPERR 1
#define SEGV_ACCERR 2

/* si_code of SIGCHLD, and of the signal of a file that became ready. */
#define CLD_EXITED 1
#define CLD_KILLED 2
#define CLD_DUMPED 3
#define POLL_IN 1
#define POLL_OUT 2
#define POLL_MSG 3
#define POLL_ERR 4
#define POLL_PRI 5
#define POLL_HUP 6

#endif
