/* Open files and the operations that drivers give them. */
#ifndef _LINUX_FS_H
#define _LINUX_FS_H

#include <linux/atomic.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/ioctl.h>
#include <linux/kdev_t.h>
#include <linux/list.h>
#include <linux/mm_types.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/signal.h>
#include <linux/stat.h>
#include <linux/types.h>
#include <linux/uidgid.h>
#include <linux/uio.h>
#include <linux/wait.h>

struct cdev;
struct file;
struct inode;
struct module;
struct poll_table_struct;
struct vm_area_struct;
typedef struct files_struct *fl_owner_t;

#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2

#define FMODE_READ 0x1
#define FMODE_WRITE 0x2
#define FMODE_LSEEK 0x4
#define FMODE_PREAD 0x8
#define FMODE_PWRITE 0x10

struct kiocb {
	struct file *ki_filp;
	loff_t ki_pos;
	void (*ki_complete)(struct kiocb *iocb, long result);
	void *private;
	int ki_flags;
};

static inline bool is_sync_kiocb(struct kiocb *kiocb)
{
	return !kiocb->ki_complete;
}

#define IOCB_APPEND 0x02
#define IOCB_NOWAIT 0x08
#define IOCB_DIRECT 0x20000

struct iov_iter;

struct file_operations {
	struct module *owner;
	loff_t (*llseek)(struct file *file, loff_t offset, int whence);
	ssize_t (*read)(struct file *file, char __user *buffer, size_t count, loff_t *position);
	ssize_t (*write)(struct file *file, const char __user *buffer, size_t count, loff_t *position);
	ssize_t (*read_iter)(struct kiocb *iocb, struct iov_iter *to);
	ssize_t (*write_iter)(struct kiocb *iocb, struct iov_iter *from);
	__poll_t (*poll)(struct file *file, struct poll_table_struct *table);
	long (*unlocked_ioctl)(struct file *file, unsigned int command, unsigned long argument);
	long (*compat_ioctl)(struct file *file, unsigned int command, unsigned long argument);
	int (*mmap)(struct file *file, struct vm_area_struct *vma);
	unsigned long mmap_supported_flags;
	int (*open)(struct inode *inode, struct file *file);
	int (*flush)(struct file *file, fl_owner_t id);
	int (*release)(struct inode *inode, struct file *file);
	int (*fsync)(struct file *file, loff_t start, loff_t end, int datasync);
	long (*fallocate)(struct file *file, int mode, loff_t offset, loff_t length);
	int (*fasync)(int fd, struct file *file, int on);
	unsigned long (*get_unmapped_area)(struct file *file, unsigned long address, unsigned long length,
					   unsigned long offset, unsigned long flags);
};

struct inode {
	umode_t i_mode;
	unsigned long i_ino;
	dev_t i_rdev;
	kuid_t i_uid;
	kgid_t i_gid;
	loff_t i_size;
	const struct file_operations *i_fop;
	void *i_private;
	struct cdev *i_cdev;
	unsigned int i_nlink;
};

/* Who is sent a signal when the file becomes ready. */
struct fown_struct {
	pid_t pid;
	int signum;
};

struct fasync_struct {
	int fa_fd;
	struct fasync_struct *fa_next;
	struct file *fa_file;
};

struct file {
	struct path f_path;
	struct inode *f_inode;
	const struct file_operations *f_op;
	atomic_long_t f_count;
	unsigned int f_flags;
	fmode_t f_mode;
	struct mutex f_pos_lock;
	loff_t f_pos;
	struct fown_struct f_owner;
	struct epitem *f_ep; /* who watches it: fs/eventpoll.c */
	void *private_data;
	/* Of one without a path, for /proc/<pid>/fd; a number of 0: it is an anonymous inode. */
	const char *__kind;
	unsigned long __number;
};

#define f_dentry f_path.dentry

static inline struct inode *file_inode(const struct file *file) { return file->f_inode; }
static inline unsigned int iminor(const struct inode *inode) { return MINOR(inode->i_rdev); }
static inline unsigned int imajor(const struct inode *inode) { return MAJOR(inode->i_rdev); }
static inline loff_t i_size_read(const struct inode *inode) { return inode->i_size; }
static inline void i_size_write(struct inode *inode, loff_t size) { inode->i_size = size; }

static inline int call_mmap(struct file *file, struct vm_area_struct *vma)
{
	return file->f_op->mmap(file, vma);
}

static inline struct file *get_file(struct file *file)
{
	atomic_long_inc(&file->f_count);
	return file;
}

/* fs/fcntl.c */
int fasync_helper(int fd, struct file *file, int on, struct fasync_struct **list);
void kill_fasync(struct fasync_struct **list, int signal, int band);
int __set_file_flags(int fd, struct file *file, unsigned long flags);

/* fs/char_dev.c */
int register_chrdev_region(dev_t from, unsigned int count, const char *name);
int alloc_chrdev_region(dev_t *dev, unsigned int first, unsigned int count, const char *name);
void unregister_chrdev_region(dev_t from, unsigned int count);
int __register_chrdev(unsigned int major, unsigned int first, unsigned int count, const char *name,
		      const struct file_operations *operations);
void __unregister_chrdev(unsigned int major, unsigned int first, unsigned int count, const char *name);

static inline int register_chrdev(unsigned int major, const char *name, const struct file_operations *operations)
{
	return __register_chrdev(major, 0, 256, name, operations);
}

static inline void unregister_chrdev(unsigned int major, const char *name)
{
	__unregister_chrdev(major, 0, 256, name);
}

/* fs/read_write.c and fs/libfs.c */
loff_t no_llseek(struct file *file, loff_t offset, int whence);
loff_t noop_llseek(struct file *file, loff_t offset, int whence);
loff_t default_llseek(struct file *file, loff_t offset, int whence);
loff_t generic_file_llseek(struct file *file, loff_t offset, int whence);
loff_t fixed_size_llseek(struct file *file, loff_t offset, int whence, loff_t size);
int nonseekable_open(struct inode *inode, struct file *file);
int stream_open(struct inode *inode, struct file *file);
int simple_open(struct inode *inode, struct file *file);
ssize_t simple_read_from_buffer(void __user *to, size_t count, loff_t *position, const void *from, size_t available);
ssize_t simple_write_to_buffer(void *to, size_t available, loff_t *position, const void __user *from, size_t count);

/* read() and write() over read_iter() and write_iter(). */
ssize_t __read_with_iter(ssize_t (*read_iter)(struct kiocb *iocb, struct iov_iter *to), struct file *file,
			 char __user *buffer, size_t count, loff_t *position);
ssize_t __write_with_iter(ssize_t (*write_iter)(struct kiocb *iocb, struct iov_iter *from), struct file *file,
			  const char __user *buffer, size_t count, loff_t *position);

#define compat_ptr_ioctl NULL

/* fs/open.c: paths and descriptors as system calls use them */
long ksys_open(const char __user *path, int flags, umode_t mode);
long ksys_close(unsigned int fd);
long ksys_readv(unsigned int fd, const struct iovec __user *pieces, unsigned long count);
long ksys_writev(unsigned int fd, const struct iovec __user *pieces, unsigned long count);
long ksys_preadv(unsigned int fd, const struct iovec __user *pieces, unsigned long count, loff_t position);
long ksys_pwritev(unsigned int fd, const struct iovec __user *pieces, unsigned long count, loff_t position);
long ksys_read(unsigned int fd, char __user *buffer, size_t count);
long ksys_write(unsigned int fd, const char __user *buffer, size_t count);
long ksys_lseek(unsigned int fd, off_t offset, unsigned int whence);
long ksys_pread64(unsigned int fd, char __user *buffer, size_t count, loff_t position);
long ksys_pwrite64(unsigned int fd, const char __user *buffer, size_t count, loff_t position);
long ksys_ioctl(unsigned int fd, unsigned int command, unsigned long argument);
void __exit_files(void);

/* A driver that includes this header has these too. */
#include <linux/bottom_half.h>
#include <linux/capability.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
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

/* fs/open.c, fs/kernel_rw.c */
struct file *filp_open(const char *path, int flags, umode_t mode);
int filp_close(struct file *file, void *owner);
ssize_t kernel_read(struct file *file, void *buffer, size_t count, loff_t *position);
ssize_t kernel_write(struct file *file, const void *buffer, size_t count, loff_t *position);

#endif
