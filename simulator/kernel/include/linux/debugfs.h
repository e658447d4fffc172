/* Files for debugging under /sys/kernel/debug. */
#ifndef _DEBUGFS_H_
#define _DEBUGFS_H_

#include <linux/fs.h>
#include <linux/seq_file.h>
#include <linux/types.h>

struct device;

struct debugfs_blob_wrapper {
	void *data;
	unsigned long size;
};

struct debugfs_reg32 {
	char *name;
	unsigned long offset;
};

struct debugfs_regset32 {
	const struct debugfs_reg32 *regs;
	int nregs;
	void __iomem *base;
	struct device *dev;
};

struct debugfs_u32_array {
	u32 *array;
	u32 n_elements;
};

extern struct dentry *arch_debugfs_dir;

/* fs/debugfs/inode.c */
struct dentry *debugfs_create_dir(const char *name, struct dentry *parent);
struct dentry *debugfs_create_file(const char *name, umode_t mode, struct dentry *parent, void *data,
				   const struct file_operations *operations);
struct dentry *debugfs_create_file_unsafe(const char *name, umode_t mode, struct dentry *parent, void *data,
					  const struct file_operations *operations);
void debugfs_create_file_size(const char *name, umode_t mode, struct dentry *parent, void *data,
			      const struct file_operations *operations, loff_t size);
void debugfs_remove(struct dentry *dentry);
#define debugfs_remove_recursive debugfs_remove
struct dentry *debugfs_lookup(const char *name, struct dentry *parent);
bool debugfs_initialized(void);
struct dentry *debugfs_create_symlink(const char *name, struct dentry *parent, const char *target);
int debugfs_file_get(struct dentry *dentry);
void debugfs_file_put(struct dentry *dentry);

/* fs/debugfs/file.c */
void debugfs_create_u8(const char *name, umode_t mode, struct dentry *parent, u8 *value);
void debugfs_create_u16(const char *name, umode_t mode, struct dentry *parent, u16 *value);
void debugfs_create_u32(const char *name, umode_t mode, struct dentry *parent, u32 *value);
void debugfs_create_u64(const char *name, umode_t mode, struct dentry *parent, u64 *value);
void debugfs_create_x8(const char *name, umode_t mode, struct dentry *parent, u8 *value);
void debugfs_create_x16(const char *name, umode_t mode, struct dentry *parent, u16 *value);
void debugfs_create_x32(const char *name, umode_t mode, struct dentry *parent, u32 *value);
void debugfs_create_x64(const char *name, umode_t mode, struct dentry *parent, u64 *value);
void debugfs_create_size_t(const char *name, umode_t mode, struct dentry *parent, size_t *value);
void debugfs_create_ulong(const char *name, umode_t mode, struct dentry *parent, unsigned long *value);
void debugfs_create_atomic_t(const char *name, umode_t mode, struct dentry *parent, atomic_t *value);
void debugfs_create_bool(const char *name, umode_t mode, struct dentry *parent, bool *value);
void debugfs_create_str(const char *name, umode_t mode, struct dentry *parent, char **value);
struct dentry *debugfs_create_blob(const char *name, umode_t mode, struct dentry *parent,
				   struct debugfs_blob_wrapper *blob);
void debugfs_create_regset32(const char *name, umode_t mode, struct dentry *parent, struct debugfs_regset32 *registers);
void debugfs_create_u32_array(const char *name, umode_t mode, struct dentry *parent, struct debugfs_u32_array *array);
void debugfs_print_regs32(struct seq_file *m, const struct debugfs_reg32 *registers, int count, void __iomem *base, char *prefix);
void debugfs_create_devm_seqfile(struct device *dev, const char *name, struct dentry *parent,
				 int (*read)(struct seq_file *m, void *data));

int simple_attr_open(struct inode *inode, struct file *file, int (*get)(void *, u64 *), int (*set)(void *, u64),
		     const char *fmt);
int simple_attr_release(struct inode *inode, struct file *file);
ssize_t simple_attr_read(struct file *file, char __user *buffer, size_t count, loff_t *position);
ssize_t simple_attr_write(struct file *file, const char __user *buffer, size_t count, loff_t *position);
ssize_t simple_attr_write_signed(struct file *file, const char __user *buffer, size_t count, loff_t *position);

#define __DEFINE_SIMPLE_ATTRIBUTE(name, getter, setter, fmt, writer)            \
static int name##_open(struct inode *inode, struct file *file)                  \
{                                                                               \
	return simple_attr_open(inode, file, getter, setter, fmt);              \
}                                                                               \
static const struct file_operations name = {                                    \
	.open = name##_open,                                                    \
	.release = simple_attr_release,                                         \
	.read = simple_attr_read,                                               \
	.write = writer,                                                        \
	.llseek = generic_file_llseek,                                          \
}
#define DEFINE_SIMPLE_ATTRIBUTE(name, getter, setter, fmt) __DEFINE_SIMPLE_ATTRIBUTE(name, getter, setter, fmt, simple_attr_write)
#define DEFINE_SIMPLE_ATTRIBUTE_SIGNED(name, getter, setter, fmt) \
	__DEFINE_SIMPLE_ATTRIBUTE(name, getter, setter, fmt, simple_attr_write_signed)
#define DEFINE_DEBUGFS_ATTRIBUTE(name, getter, setter, fmt) DEFINE_SIMPLE_ATTRIBUTE(name, getter, setter, fmt)
#define DEFINE_DEBUGFS_ATTRIBUTE_SIGNED(name, getter, setter, fmt) DEFINE_SIMPLE_ATTRIBUTE_SIGNED(name, getter, setter, fmt)

/* A driver that includes this header has these too. */
#include <linux/bottom_half.h>
#include <linux/capability.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/ctype.h>
#include <linux/find.h>
#include <linux/hash.h>
#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/llist.h>
#include <linux/notifier.h>
#include <linux/percpu-defs.h>
#include <linux/pfn.h>
#include <linux/random.h>
#include <linux/ratelimit.h>
#include <linux/rbtree.h>
#include <linux/rwlock.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/semaphore.h>
#include <linux/seqlock.h>
#include <linux/swab.h>
#include <linux/swait.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>
#include <linux/uuid.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

#endif
