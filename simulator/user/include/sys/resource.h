/* What a process has used, and may use at most. */
#ifndef _SYS_RESOURCE_H
#define _SYS_RESOURCE_H

#include <linux/resource.h>
#include <sys/time.h>

struct rusage {
	struct timeval ru_utime, ru_stime;
	long ru_maxrss, ru_ixrss, ru_idrss, ru_isrss;
	long ru_minflt, ru_majflt, ru_nswap, ru_inblock, ru_oublock, ru_msgsnd, ru_msgrcv, ru_nsignals, ru_nvcsw, ru_nivcsw;
};

typedef unsigned long rlim_t;

int getrlimit(int which, struct rlimit *limit);
int setrlimit(int which, const struct rlimit *limit);
int prlimit(pid_t pid, int which, const struct rlimit *limit, struct rlimit *old);
int getpriority(int which, id_t who);
int setpriority(int which, id_t who, int nice);
int getrusage(int who, struct rusage *usage);

#endif
