/* What a process is and may use, and where and how it runs. */
#include <bits/system-call.h>
#include <errno.h>
#include <sched.h>
#include <stdarg.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <sys/times.h>
#include <unistd.h>

int prlimit(pid_t pid, int which, const struct rlimit *limit, struct rlimit *old)
{
	return __call4(prlimit64, pid, which, limit, old);
}

int getrlimit(int which, struct rlimit *limit) { return prlimit(0, which, NULL, limit); }
int setrlimit(int which, const struct rlimit *limit) { return prlimit(0, which, limit, NULL); }
int setpriority(int which, id_t who, int nice) { return __call3(setpriority, which, who, nice); }

/* The kernel answers with 20 less the value. */
int getpriority(int which, id_t who)
{
	int result = __call2(getpriority, which, who);

	return result < 0 ? result : 20 - result;
}

int nice(int increment)
{
	int before = errno, now;

	errno = 0;
	now = getpriority(PRIO_PROCESS, 0);
	if (now == -1 && errno)
		return -1;
	if (setpriority(PRIO_PROCESS, 0, now + increment)) {
		if (errno == EACCES)
			errno = EPERM;
		return -1;
	}
	errno = before;
	return getpriority(PRIO_PROCESS, 0);
}

uid_t getuid(void) { return __call0(getuid); }
uid_t geteuid(void) { return __call0(geteuid); }
gid_t getgid(void) { return __call0(getgid); }
gid_t getegid(void) { return __call0(getegid); }
int setuid(uid_t id) { return __call1(setuid, id); }
int setgid(gid_t id) { return __call1(setgid, id); }
int setreuid(uid_t real, uid_t effective) { return __call2(setreuid, real, effective); }
int setregid(gid_t real, gid_t effective) { return __call2(setregid, real, effective); }
int setresuid(uid_t real, uid_t effective, uid_t saved) { return __call3(setresuid, real, effective, saved); }
int setresgid(gid_t real, gid_t effective, gid_t saved) { return __call3(setresgid, real, effective, saved); }
int seteuid(uid_t id) { return setresuid(-1, id, -1); }
int setegid(gid_t id) { return setresgid(-1, id, -1); }

int sched_setscheduler(pid_t pid, int policy, const struct sched_param *parameters)
{
	return __call3(sched_setscheduler, pid, policy, parameters);
}

int sched_getscheduler(pid_t pid) { return __call1(sched_getscheduler, pid); }
int sched_setparam(pid_t pid, const struct sched_param *parameters) { return __call2(sched_setparam, pid, parameters); }
int sched_getparam(pid_t pid, struct sched_param *parameters) { return __call2(sched_getparam, pid, parameters); }
int sched_get_priority_max(int policy) { return __call1(sched_get_priority_max, policy); }
int sched_get_priority_min(int policy) { return __call1(sched_get_priority_min, policy); }

int sched_setaffinity(pid_t pid, size_t size, const cpu_set_t *set)
{
	return __call3(sched_setaffinity, pid, size, set);
}

int sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set)
{
	int bytes = __call3(sched_getaffinity, pid, size, set);

	if (bytes < 0)
		return -1;
	for (size_t i = bytes; i < size; i++)
		((char *)set)[i] = 0;
	return 0;
}

int getcpu(unsigned int *cpu, unsigned int *node) { return __call3(getcpu, cpu, node, 0); }

int sched_getcpu(void)
{
	unsigned int cpu;

	return getcpu(&cpu, NULL) ? -1 : (int)cpu;
}

int prctl(int option, ...)
{
	va_list list;
	long value;

	va_start(list, option);
	value = va_arg(list, long);
	va_end(list);
	return __call2(prctl, option, value);
}

int sysinfo(struct sysinfo *info) { return __call1(sysinfo, info); }

int get_nprocs(void)
{
	cpu_set_t set;

	return sched_getaffinity(1, sizeof(set), &set) && sched_getaffinity(0, sizeof(set), &set) ? 1 : CPU_COUNT(&set);
}

int get_nprocs_conf(void) { return get_nprocs(); }
void sync(void) { __call0(sync); }
int memfd_create(const char *name, unsigned int flags) { return __call2(memfd_create, name, flags); }
int getitimer(int which, struct itimerval *value) { return __call2(getitimer, which, value); }

int setitimer(int which, const struct itimerval *value, struct itimerval *old)
{
	return __call3(setitimer, which, value, old);
}

unsigned long getauxval(unsigned long type)
{
	switch (type) {
	case AT_PAGESZ: return getpagesize();
	case AT_CLKTCK: return 100;
	case AT_UID: return getuid();
	case AT_EUID: return geteuid();
	case AT_GID: return getgid();
	case AT_EGID: return getegid();
	case AT_SECURE: return 0;
	default: break;
	}
	errno = ENOENT;
	return 0;
}

static unsigned long pages_of(int free)
{
	struct sysinfo info;

	sysinfo(&info);
	return (free ? info.freeram : info.totalram) / getpagesize();
}

long sysconf(int name)
{
	struct rlimit limit;

	switch (name) {
	case _SC_PAGESIZE: return getpagesize();
	case _SC_CLK_TCK: return 100;
	case _SC_ARG_MAX: return 2097152;
	case _SC_IOV_MAX: return 1024;
	case _SC_THREAD_STACK_MIN: return 16384;
	case _SC_LEVEL1_DCACHE_LINESIZE: return 64;
	case _SC_OPEN_MAX: return getrlimit(RLIMIT_NOFILE, &limit) ? -1 : (long)limit.rlim_cur;
	case _SC_NPROCESSORS_CONF:
	case _SC_NPROCESSORS_ONLN: return get_nprocs();
	case _SC_PHYS_PAGES: return pages_of(0);
	case _SC_AVPHYS_PAGES: return pages_of(1);
	default: break;
	}
	errno = EINVAL;
	return -1;
}

static clock_t ticks_of(struct timeval time)
{
	return time.tv_sec * 100 + time.tv_usec / 10000;
}

/* Ticks since the start of the machine. */
clock_t times(struct tms *to)
{
	struct rusage own, children;
	struct timespec now;

	getrusage(RUSAGE_SELF, &own);
	getrusage(RUSAGE_CHILDREN, &children);
	if (to)
		*to = (struct tms){ ticks_of(own.ru_utime), ticks_of(own.ru_stime),
				    ticks_of(children.ru_utime), ticks_of(children.ru_stime) };
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 100 + now.tv_nsec / 10000000;
}
