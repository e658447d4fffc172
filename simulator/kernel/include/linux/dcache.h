/* Names in directories. */
#ifndef __LINUX_DCACHE_H
#define __LINUX_DCACHE_H

#include <linux/list.h>
#include <linux/types.h>

struct inode;

struct dentry {
	struct dentry *d_parent;
	struct inode *d_inode;
	void *d_fsdata;
	struct list_head d_child;
	struct list_head d_subdirs;
	char d_iname[64];
};

struct path {
	struct dentry *dentry;
};

static inline struct inode *d_inode(const struct dentry *dentry) { return dentry->d_inode; }

#endif
