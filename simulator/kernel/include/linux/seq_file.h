/* Files whose text is made element by element. */
#ifndef _LINUX_SEQ_FILE_H
#define _LINUX_SEQ_FILE_H

#include <linux/fs.h>
#include <linux/mutex.h>
#include <linux/stdarg.h>
#include <linux/types.h>

struct seq_operations;

struct seq_file {
	char *buf;
	size_t size;
	size_t from;
	size_t count;
	size_t pad_until;
	loff_t index;
	loff_t read_pos;
	struct mutex lock;
	const struct seq_operations *op;
	struct file *file;
	void *private;
};

struct seq_operations {
	void *(*start)(struct seq_file *m, loff_t *position);
	void (*stop)(struct seq_file *m, void *element);
	void *(*next)(struct seq_file *m, void *element, loff_t *position);
	int (*show)(struct seq_file *m, void *element);
};

#define SEQ_SKIP 1
#define SEQ_START_TOKEN ((void *)1)

/* fs/seq_file.c */
int seq_open(struct file *file, const struct seq_operations *operations);
ssize_t seq_read(struct file *file, char __user *buffer, size_t count, loff_t *position);
loff_t seq_lseek(struct file *file, loff_t offset, int whence);
int seq_release(struct inode *inode, struct file *file);
int single_open(struct file *file, int (*show)(struct seq_file *m, void *element), void *data);
int single_release(struct inode *inode, struct file *file);
int seq_open_private(struct file *file, const struct seq_operations *operations, int size);
void *__seq_open_private(struct file *file, const struct seq_operations *operations, int size);
int seq_release_private(struct inode *inode, struct file *file);
ssize_t seq_read_iter(struct kiocb *iocb, struct iov_iter *to);
int seq_write(struct seq_file *m, const void *data, size_t length);
void seq_printf(struct seq_file *m, const char *fmt, ...) __printf(2, 3);
void seq_vprintf(struct seq_file *m, const char *fmt, va_list arguments);
void seq_put_decimal_ull(struct seq_file *m, const char *delimiter, unsigned long long value);
void seq_put_decimal_ll(struct seq_file *m, const char *delimiter, long long value);
void seq_escape(struct seq_file *m, const char *text, const char *escaped);
void seq_pad(struct seq_file *m, char c);
void seq_setwidth(struct seq_file *m, size_t size);
void seq_hex_dump(struct seq_file *m, const char *prefix, int prefix_type, int row_size, int group_size,
		  const void *bytes, size_t length, bool ascii);
struct list_head *seq_list_start(struct list_head *head, loff_t position);
struct list_head *seq_list_start_head(struct list_head *head, loff_t position);
struct list_head *seq_list_next(void *element, struct list_head *head, loff_t *position);
void seq_puts(struct seq_file *m, const char *text);
void seq_putc(struct seq_file *m, char c);

static inline bool seq_has_overflowed(struct seq_file *m) { return m->count == m->size; }

static inline struct user_namespace *seq_user_ns(struct seq_file *m) { (void)m; return (struct user_namespace *)0; }

#define DEFINE_SHOW_ATTRIBUTE(name)                                             \
static int name##_open(struct inode *inode, struct file *file)                  \
{                                                                               \
	return single_open(file, name##_show, inode->i_private);                \
}                                                                               \
static const struct file_operations name##_fops = {                             \
	.open = name##_open,                                                    \
	.read = seq_read,                                                       \
	.llseek = seq_lseek,                                                    \
	.release = single_release,                                              \
}
#define DEFINE_SEQ_ATTRIBUTE(name)                                              \
static int name##_open(struct inode *inode, struct file *file)                  \
{                                                                               \
	int error = seq_open(file, &name##_sops);                               \
	if (!error && inode->i_private)                                         \
		((struct seq_file *)file->private_data)->private = inode->i_private; \
	return error;                                                           \
}                                                                               \
static const struct file_operations name##_fops = {                             \
	.open = name##_open,                                                    \
	.read = seq_read,                                                       \
	.llseek = seq_lseek,                                                    \
	.release = seq_release,                                                 \
}

/* A driver that includes this header has these too. */
#include <linux/ctype.h>

#endif
