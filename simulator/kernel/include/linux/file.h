/* From file descriptors to open files. */
#ifndef __LINUX_FILE_H
#define __LINUX_FILE_H

struct file;

/* fs/file.c */
struct file *fget(unsigned int fd);
void fput(struct file *file);

#endif
