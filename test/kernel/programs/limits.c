/* What a process is, may use and asks for; locks and semaphores in memory that processes share. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void say(const char *what, long result)
{
	printf("%s: %ld%s%s\n", what, result, result < 0 ? " " : "", result < 0 ? strerror(errno) : "");
}

static void limits(void)
{
	struct rlimit limit = { 3, 20 }, old;
	int fds[3];

	getrlimit(RLIMIT_CORE, &old);
	printf("core %d\n", old.rlim_cur <= old.rlim_max);
	getrlimit(RLIMIT_STACK, &old);
	printf("stack %ld\n", (long)old.rlim_cur);
	say("setrlimit", setrlimit(RLIMIT_NOFILE, &limit));
	say("open", open("/tmp", O_RDONLY));
	limit.rlim_cur = 4;
	say("prlimit", prlimit(0, RLIMIT_NOFILE, &limit, &old));
	printf("it was %ld %ld\n", (long)old.rlim_cur, (long)old.rlim_max);
	say("open", open("/tmp", O_RDONLY));
	say("dup", dup(0));
	say("pipe", pipe(fds));
	say("from the limit on", fcntl(0, F_DUPFD, 4));
	close(3);
	limit = (struct rlimit){ 30, 20 };
	say("above the most", setrlimit(RLIMIT_NOFILE, &limit));
	say("no limit", getrlimit(99, &limit));
	limit = (struct rlimit){ 20, 20 };
	setrlimit(RLIMIT_NOFILE, &limit);
}

static void locking(void)
{
	struct rlimit limit = { 65536, 65536 }, none = { 0, 0 };
	char *memory = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	setrlimit(RLIMIT_MEMLOCK, &limit);
	say("root locks what it wants", mlock(memory, 1 << 20));
	munlockall();
	setuid(65534);
	printf("now %d %d\n", getuid(), geteuid());
	say("back", setuid(0));
	say("16 pages", mlock(memory, 65536));
	say("one more", mlock(memory + 65536, 4096));
	say("the same again", mlock(memory + 4096, 8192));
	say("part of them and one more", mlock(memory + 61440, 8192));
	say("munlock", munlock(memory, 4096));
	say("one more now", mlock(memory + 65536, 4096));
	printf("map locked %d\n", mmap(NULL, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0) == MAP_FAILED ? errno : 0);
	printf("grow locked %d\n", mremap(memory + 65536, 4096, 8192, MREMAP_MAYMOVE) == MAP_FAILED ? errno : 0);
	say("all", mlockall(MCL_CURRENT));
	say("what comes", mlockall(MCL_FUTURE));
	printf("map %d\n", mmap(NULL, 65536, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? errno : 0);
	say("nothing", mlockall(0));
	say("on fault alone", mlockall(MCL_ONFAULT));
	munlockall();
	setrlimit(RLIMIT_MEMLOCK, &none);
	say("no right", mlock(memory, 4096));
	printf("map locked %d\n", mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0) == MAP_FAILED ? errno : 0);
	say("all", mlockall(MCL_CURRENT));
	say("raise it", setrlimit(RLIMIT_MEMLOCK, &limit));
}

static void space(void)
{
	struct rlimit limit, old;
	void *got;

	getrlimit(RLIMIT_AS, &old);
	limit = (struct rlimit){ 64 << 20, old.rlim_max };
	setrlimit(RLIMIT_AS, &limit);
	got = mmap(NULL, 128 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	printf("128 MiB %d\n", got == MAP_FAILED ? errno : 0);
	got = mmap(NULL, 16 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	printf("16 MiB %d\n", got == MAP_FAILED ? errno : 0);
	printf("grow to 80 MiB %d\n", mremap(got, 16 << 20, 80 << 20, MREMAP_MAYMOVE) == MAP_FAILED ? errno : 0);
	printf("malloc of 100 MiB %d\n", malloc(100 << 20) ? 0 : errno);
	setrlimit(RLIMIT_AS, &old);
	getrlimit(RLIMIT_DATA, &old);
	limit = (struct rlimit){ 8 << 20, old.rlim_max };
	setrlimit(RLIMIT_DATA, &limit);
	got = mmap(NULL, 16 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	printf("16 MiB of data %d\n", got == MAP_FAILED ? errno : 0);
	got = mmap(NULL, 16 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	printf("to be read %d\n", got == MAP_FAILED ? errno : 0);
	say("written", mprotect(got, 16 << 20, PROT_READ | PROT_WRITE));
	printf("shared %d\n", mmap(NULL, 16 << 20, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? errno : 0);
	say("heap", (long)sbrk(32 << 20));
	setrlimit(RLIMIT_DATA, &old);
}

static int deep(int level)
{
	volatile char room[4096];

	room[0] = level;
	return level ? deep(level - 1) + room[0] : room[0];
}

static void stack(void)
{
	struct rlimit limit, old;
	int status;

	getrlimit(RLIMIT_STACK, &old);
	limit = (struct rlimit){ 512 << 10, old.rlim_max };
	if (fork() == 0) {
		setrlimit(RLIMIT_STACK, &limit);
		deep(60);
		exit(0);
	}
	wait(&status);
	printf("within the limit: %d %d\n", WEXITSTATUS(status), WTERMSIG(status));
	if (fork() == 0) {
		setrlimit(RLIMIT_STACK, &limit);
		deep(200);
		exit(0);
	}
	wait(&status);
	printf("beyond: signal %d\n", WTERMSIG(status));
}

static void identities(void)
{
	if (fork() == 0) {
		say("groups", setresgid(10, 20, 30));
		printf("%d %d\n", getgid(), getegid());
		say("users", setresuid(100, 200, 300));
		printf("%d %d\n", getuid(), geteuid());
		say("to the saved one", seteuid(300));
		say("to another", seteuid(400));
		say("real and effective", setreuid(-1, 100));
		printf("%d %d\n", getuid(), geteuid());
		exit(0);
	}
	wait(NULL);
}

static void scheduling(void)
{
	struct sched_param parameters = { 10 };
	cpu_set_t set;
	char name[16] = "";
	int before = getpriority(PRIO_PROCESS, 0), after = nice(5); /* whoever runs the tests may be nice himself */

	printf("nice by %d, priority by %d\n", after - before, getpriority(PRIO_PROCESS, 0) - before);
	say("setpriority", setpriority(PRIO_PROCESS, 0, 100));
	printf("%d\n", getpriority(PRIO_PROCESS, 0));
	say("which", getpriority(9, 0));
	say("nobody", setpriority(PRIO_PROCESS, 4000000, 1));
	say("policy", sched_getscheduler(0));
	say("priority for none", sched_setscheduler(0, SCHED_OTHER, &parameters));
	say("policy 77", sched_setscheduler(0, 77, &parameters));
	printf("FIFO %d to %d, other %d to %d, %d\n", sched_get_priority_min(SCHED_FIFO), sched_get_priority_max(SCHED_FIFO),
	       sched_get_priority_min(SCHED_OTHER), sched_get_priority_max(SCHED_OTHER), sched_get_priority_max(77));
	sched_getparam(0, &parameters);
	printf("parameter %d\n", parameters.sched_priority);
	CPU_ZERO(&set);
	CPU_SET(1, &set);
	say("to the second CPU", sched_setaffinity(0, sizeof(set), &set));
	printf("there %d\n", sched_getcpu());
	CPU_ZERO(&set);
	sched_getaffinity(0, sizeof(set), &set);
	printf("one %d, the second %d\n", CPU_COUNT(&set), CPU_ISSET(1, &set));
	CPU_ZERO(&set);
	CPU_SET(500, &set);
	say("to none", sched_setaffinity(0, sizeof(set), &set));
	CPU_ZERO(&set);
	CPU_SET(0, &set);
	CPU_SET(1, &set);
	sched_setaffinity(0, sizeof(set), &set);
	printf("CPUs %d\n", get_nprocs() >= 2);
	prctl(PR_SET_NAME, "a rather long name");
	prctl(PR_GET_NAME, name);
	printf("%s\n", name);
	printf("page size %ld, auxiliary %ld, clock ticks %ld, %d\n", sysconf(_SC_PAGESIZE), getauxval(AT_PAGESZ), sysconf(_SC_CLK_TCK), sysconf(9999) == -1 && errno == EINVAL);
}

struct shared {
	pthread_mutex_t mutex;
	pthread_cond_t condition;
	pthread_barrier_t barrier;
	sem_t semaphore;
	int count, turn;
};

static void between_processes(void)
{
	struct shared *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_t mutex;
	pthread_condattr_t condition;
	pthread_barrierattr_t barrier;
	struct timespec until;
	int last;

	pthread_mutexattr_init(&mutex);
	pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_settype(&mutex, PTHREAD_MUTEX_ERRORCHECK);
	pthread_mutex_init(&shared->mutex, &mutex);
	pthread_condattr_init(&condition);
	pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED);
	pthread_cond_init(&shared->condition, &condition);
	pthread_barrierattr_init(&barrier);
	pthread_barrierattr_setpshared(&barrier, PTHREAD_PROCESS_SHARED);
	pthread_barrier_init(&shared->barrier, &barrier, 2);
	sem_init(&shared->semaphore, 1, 0);
	if (fork() == 0) {
		pthread_barrier_wait(&shared->barrier);
		for (int i = 0; i < 100; i++) {
			pthread_mutex_lock(&shared->mutex);
			shared->count++;
			pthread_mutex_unlock(&shared->mutex);
		}
		pthread_mutex_lock(&shared->mutex);
		shared->turn = 1;
		pthread_cond_signal(&shared->condition);
		pthread_mutex_unlock(&shared->mutex);
		usleep(2000);
		sem_post(&shared->semaphore);
		exit(0);
	}
	last = pthread_barrier_wait(&shared->barrier);
	for (int i = 0; i < 100; i++) {
		pthread_mutex_lock(&shared->mutex);
		shared->count++;
		pthread_mutex_unlock(&shared->mutex);
	}
	pthread_mutex_lock(&shared->mutex);
	while (!shared->turn)
		pthread_cond_wait(&shared->condition, &shared->mutex);
	pthread_mutex_unlock(&shared->mutex);
	say("semaphore", sem_wait(&shared->semaphore));
	wait(NULL);
	printf("count %d, barrier %d\n", shared->count, last == 0 || last == PTHREAD_BARRIER_SERIAL_THREAD);
	clock_gettime(CLOCK_REALTIME, &until);
	say("nobody posts", sem_timedwait(&shared->semaphore, &until));
}

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	between_processes();
	scheduling();
	space();
	stack();
	identities();
	limits();
	locking();
	return 0;
}
