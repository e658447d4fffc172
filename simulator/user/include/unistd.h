/* Files and processes as the system has them. */
#ifndef _UNISTD_H
#define _UNISTD_H

#include <stddef.h>
#include <sys/types.h>

#define STDIN_FILENO 0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2
#ifndef SEEK_SET
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#endif
#define F_OK 0
#define X_OK 1
#define W_OK 2
#define R_OK 4
#define _SC_CLK_TCK 2
#define _SC_OPEN_MAX 4
#define _SC_PAGESIZE 30
#define _SC_PAGE_SIZE 30
#define _SC_ARG_MAX 0
#define _SC_IOV_MAX 60
#define _SC_NPROCESSORS_CONF 83
#define _SC_NPROCESSORS_ONLN 84
#define _SC_PHYS_PAGES 85
#define _SC_AVPHYS_PAGES 86
#define _SC_THREAD_STACK_MIN 75
#define _SC_LEVEL1_DCACHE_LINESIZE 190

long syscall(long number, ...);
ssize_t read(int fd, void *buffer, size_t count);
ssize_t write(int fd, const void *buffer, size_t count);
ssize_t pread(int fd, void *buffer, size_t count, off_t offset);
ssize_t pwrite(int fd, const void *buffer, size_t count, off_t offset);
int close(int fd);
off_t lseek(int fd, off_t offset, int whence);
int dup(int fd);
int dup2(int fd, int wanted);
int pipe(int ends[2]);
int pipe2(int ends[2], int flags);
int dup3(int fd, int wanted, int flags);
void sync(void);
int nice(int increment);
int fsync(int fd);
int fdatasync(int fd);
int ftruncate(int fd, off_t length);
int unlink(const char *path);
int rmdir(const char *path);
ssize_t readlink(const char *path, char *buffer, size_t size);
int access(const char *path, int mode);
int isatty(int fd);
char *getcwd(char *buffer, size_t size);
pid_t getpid(void);
pid_t getppid(void);
pid_t gettid(void);
int pause(void);
unsigned int alarm(unsigned int seconds);
uid_t getuid(void);
uid_t geteuid(void);
gid_t getgid(void);
gid_t getegid(void);
int setuid(uid_t id);
int setgid(gid_t id);
int seteuid(uid_t id);
int setegid(gid_t id);
int setreuid(uid_t real, uid_t effective);
int setregid(gid_t real, gid_t effective);
int setresuid(uid_t real, uid_t effective, uid_t saved);
int setresgid(gid_t real, gid_t effective, gid_t saved);
pid_t fork(void);
pid_t vfork(void);
/* No other program can be executed: the kernel says so, and they return. */
int execve(const char *path, char *const argv[], char *const environment[]);
int execv(const char *path, char *const argv[]);
int execvp(const char *file, char *const argv[]);
int execl(const char *path, const char *argument, ...);
int execlp(const char *file, const char *argument, ...);
unsigned int sleep(unsigned int seconds);
int usleep(useconds_t us);
int brk(void *end);
void *sbrk(intptr_t increment);
long sysconf(int name);
int getpagesize(void);
void _exit(int status) __attribute__((__noreturn__));
int getopt(int argc, char *const argv[], const char *options);
extern char **environ;
extern char *optarg;
extern int optind, opterr, optopt;

#endif
