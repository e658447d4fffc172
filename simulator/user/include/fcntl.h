/* Opening files. */
#ifndef _FCNTL_H
#define _FCNTL_H

#include <asm-generic/fcntl.h>

#include <sys/stat.h>
#include <sys/types.h>

/* Every file is one. */
#define O_LARGEFILE 0
#define AT_FDCWD (-100)
#ifndef SEEK_SET
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#endif

int open(const char *path, int flags, ...);
int openat(int directory, const char *path, int flags, ...);
int creat(const char *path, mode_t mode);
int fcntl(int fd, int command, ...);

#define FALLOC_FL_KEEP_SIZE 1
#define FALLOC_FL_PUNCH_HOLE 2
int fallocate(int fd, int mode, off_t offset, off_t length);
#define SPLICE_F_MOVE 1
#define SPLICE_F_NONBLOCK 2
#define SPLICE_F_MORE 4
#define SPLICE_F_GIFT 8
struct iovec;
ssize_t vmsplice(int fd, const struct iovec *pieces, size_t count, unsigned int flags);
int posix_fallocate(int fd, off_t offset, off_t length);

#endif
