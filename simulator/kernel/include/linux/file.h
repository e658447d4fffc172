/* From file descriptors to open files. */
#ifndef __LINUX_FILE_H
#define __LINUX_FILE_H

struct file;

/* fs/file.c */
struct file *fget(unsigned int fd);
void fput(struct file *file);
/* fs/anon_inodes.c */
int get_unused_fd_flags(unsigned int flags);
void put_unused_fd(unsigned int fd);
void fd_install(unsigned int fd, struct file *file);

#endif
