/* Files without a name. */
#ifndef _LINUX_ANON_INODES_H
#define _LINUX_ANON_INODES_H

#include <linux/types.h>

struct file;
struct file_operations;

/* fs/anon_inodes.c */
struct file *anon_inode_getfile(const char *name, const struct file_operations *operations, void *priv, int flags);
int anon_inode_getfd(const char *name, const struct file_operations *operations, void *priv, int flags);

#endif
