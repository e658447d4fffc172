/* Names in directories. */
#ifndef __LINUX_DCACHE_H
#define __LINUX_DCACHE_H

#include <linux/list.h>
#include <linux/types.h>

struct inode;

struct qstr {
	u32 hash;
	u32 len;
	const unsigned char *name;
};
#define QSTR_INIT(text, length) { .len = length, .name = (const unsigned char *)(text) }

struct dentry {
	struct dentry *d_parent;
	struct qstr d_name; /* leads to d_iname */
	struct inode *d_inode;
	void *d_fsdata;
	struct list_head d_child;
	struct list_head d_subdirs;
	int d_count; /* open files */
	/* Of a directory whose files are made when they are looked for. */
	struct dentry *(*d_make)(struct dentry *directory, const char *name, size_t length);
	const char *(*d_link)(const struct dentry *link); /* a link whose text depends on who asks; NULL: it leads nowhere any more */
	void (*d_list)(struct dentry *directory); /* somebody is about to list it */
	void (*d_release)(struct dentry *dentry); /* frees what hangs on it */
	char d_iname[64];
};

struct path {
	struct dentry *dentry;
};

/* fs/dcache.c: one tree holds all special files; ordinary ones are in file-system.ts */
extern struct dentry *__root_dentry, *__dev_dentry, *__debugfs_dentry, *__proc_dentry, *__sys_dentry;
struct file_operations;
struct dentry *__d_create(struct dentry *parent, const char *name, umode_t mode,
			  const struct file_operations *operations, void *private);
struct dentry *__d_child(struct dentry *parent, const char *name, size_t length);
struct dentry *__d_symlink(struct dentry *parent, const char *name, const char *target);
const char *__d_link_text(const struct dentry *link);
void __d_path(struct dentry *dentry, char *path, size_t size); /* fs/readdir.c */
bool __d_is_in(const struct dentry *dentry, const struct dentry *root);
struct dentry *__d_walk(const char *path);
struct dentry *__d_walk_no_follow(const char *path);
struct dentry *__d_make_path(const char *path, const char **last);
void __d_unlink(struct dentry *dentry);
void __d_put(struct dentry *dentry);

static inline struct inode *d_inode(const struct dentry *dentry) { return dentry->d_inode; }

#endif
