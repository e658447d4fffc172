/* Files whose text is made when it is read, in a buffer that doubles until all of it fits. */
#include <linux/seq_file.h>
#include <linux/err.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define LARGEST_BUFFER (1 << 20)

int seq_open(struct file *file, const struct seq_operations *operations)
{
	struct seq_file *m = kzalloc(sizeof(*m), GFP_KERNEL);

	if (!m)
		return -ENOMEM;
	mutex_init(&m->lock);
	m->op = operations;
	m->file = file;
	file->private_data = m;
	/* Files of elements cannot be written at a position. */
	file->f_mode &= ~FMODE_PWRITE;
	return 0;
}

void *__seq_open_private(struct file *file, const struct seq_operations *operations, int size)
{
	void *private = kzalloc(size, GFP_KERNEL_ACCOUNT);

	if (!private || seq_open(file, operations)) {
		kfree(private);
		return NULL;
	}
	((struct seq_file *)file->private_data)->private = private;
	return private;
}

int seq_open_private(struct file *file, const struct seq_operations *operations, int size)
{
	return __seq_open_private(file, operations, size) ? 0 : -ENOMEM;
}

int seq_release_private(struct inode *inode, struct file *file)
{
	kfree(((struct seq_file *)file->private_data)->private);
	return seq_release(inode, file);
}

static bool seq_resize(struct seq_file *m, size_t size)
{
	kfree(m->buf);
	m->count = m->from = 0;
	m->buf = size <= LARGEST_BUFFER ? kvmalloc(size, GFP_KERNEL_ACCOUNT) : NULL;
	m->size = m->buf ? size : 0;
	return m->buf;
}

static void *seq_step(struct seq_file *m, void *element)
{
	loff_t before = m->index;

	element = m->op->next(m, element, &m->index);
	if (m->index == before) {
		pr_info_ratelimited("buggy .next function %ps did not update position index\n", m->op->next);
		m->index++;
	}
	return element;
}

/* The first element from m->index on that shows anything; the buffer grows until it fits. 1: there is one, `element` is it, and start() is still open. */
static int seq_show_first(struct seq_file *m, void **element)
{
	void *p;
	int error;

	for (;;) {
		p = m->op->start(m, &m->index);
		for (;;) {
			error = IS_ERR(p) ? PTR_ERR(p) : 0;
			if (!p || error)
				break;
			error = m->op->show(m, p);
			if (error < 0)
				break;
			if (error)
				m->count = 0;
			if (m->count)
				break;
			p = seq_step(m, p);
		}
		*element = p;
		if (error >= 0 && p && m->count && !seq_has_overflowed(m))
			return 1;
		m->op->stop(m, p);
		if (error < 0 || !p)
			m->count = 0;
		if (error < 0 || !p)
			return error < 0 ? error : 0;
		if (!seq_resize(m, m->size * 2))
			return -ENOMEM;
	}
}

/* As many more as the reader asked for and the buffer holds. */
static void seq_show_more(struct seq_file *m, void *p, size_t wanted)
{
	for (;;) {
		size_t before = m->count;
		int error;

		p = seq_step(m, p);
		if (IS_ERR_OR_NULL(p) || m->count >= wanted)
			break;
		error = m->op->show(m, p);
		if (error > 0) {
			m->count = before;
		} else if (error || seq_has_overflowed(m)) {
			m->count = before;
			break;
		}
	}
	m->op->stop(m, p);
}

/* What is in the buffer, to the reader. */
static ssize_t seq_flush(struct seq_file *m, char __user *buffer, size_t count)
{
	size_t length = min(m->count, count);
	size_t copied = length - copy_to_user(buffer, m->buf + m->from, length);

	m->count -= copied;
	m->from += copied;
	return copied || !length ? (ssize_t)copied : -EFAULT;
}

/* Passes by what lies before `position`. 1: the buffer is too small for one of the elements. */
static int seq_pass(struct seq_file *m, loff_t position)
{
	loff_t passed = 0;
	void *p = m->op->start(m, &m->index);
	int error = 0;

	while (p) {
		error = IS_ERR(p) ? PTR_ERR(p) : m->op->show(m, p);
		if (error < 0)
			break;
		if (error) {
			error = 0;
			m->count = 0;
		}
		if (seq_has_overflowed(m)) {
			error = 1;
			break;
		}
		p = seq_step(m, p);
		if (passed + (loff_t)m->count > position) {
			m->from = position - passed;
			m->count -= m->from;
			break;
		}
		passed += m->count;
		m->count = 0;
		if (passed == position)
			break;
	}
	m->op->stop(m, p);
	return error;
}

static int seq_traverse(struct seq_file *m, loff_t position)
{
	int error = 1;

	while (error > 0) {
		m->index = 0;
		m->count = m->from = 0;
		if (!position)
			return 0;
		if (!m->buf && !seq_resize(m, PAGE_SIZE))
			return -ENOMEM;
		error = seq_pass(m, position);
		if (error > 0 && !seq_resize(m, m->size * 2))
			return -ENOMEM;
	}
	return error;
}

static ssize_t seq_read_locked(struct seq_file *m, char __user *buffer, size_t count, loff_t *position)
{
	ssize_t copied = 0, more;
	void *element;
	int result;

	if (!m->buf && !seq_resize(m, PAGE_SIZE))
		return -ENOMEM;
	if (*position == 0) {
		m->index = 0;
		m->count = 0;
	} else if (*position != m->read_pos) {
		result = seq_traverse(m, *position);
		m->read_pos = result ? 0 : *position;
		if (result)
			return result;
	}
	if (m->count) {
		copied = seq_flush(m, buffer, count);
		if (copied < 0 || m->count || (size_t)copied == count)
			return copied;
	}
	m->from = 0;
	result = seq_show_first(m, &element);
	if (result <= 0)
		return copied ? copied : result;
	seq_show_more(m, element, count - copied);
	more = seq_flush(m, buffer + copied, count - copied);
	return more < 0 ? (copied ? copied : more) : copied + more;
}

ssize_t seq_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	struct seq_file *m = file->private_data;
	ssize_t result;

	if (!count)
		return 0;
	mutex_lock(&m->lock);
	result = seq_read_locked(m, buffer, count, position);
	if (result > 0) {
		*position += result;
		m->read_pos += result;
	}
	if (*position == result || result < 0)
		m->read_pos = *position;
	mutex_unlock(&m->lock);
	return result;
}

ssize_t seq_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	ssize_t result = seq_read(iocb->ki_filp, __iov_iter_here(to), iov_iter_count(to), &iocb->ki_pos);

	if (result > 0)
		iov_iter_advance(to, result);
	return result;
}

loff_t seq_lseek(struct file *file, loff_t offset, int whence)
{
	struct seq_file *m = file->private_data;

	if (whence == SEEK_CUR)
		offset += file->f_pos;
	else if (whence != SEEK_SET)
		return -EINVAL;
	if (offset < 0)
		return -EINVAL;
	mutex_lock(&m->lock);
	if (offset != m->read_pos && seq_traverse(m, offset) == 0)
		m->read_pos = offset;
	mutex_unlock(&m->lock);
	file->f_pos = offset;
	return offset;
}

int seq_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;

	kfree(m->buf);
	kfree(m);
	return 0;
}

static void *single_start(struct seq_file *m, loff_t *position)
{
	return *position ? NULL : SEQ_START_TOKEN;
}

static void *single_next(struct seq_file *m, void *element, loff_t *position)
{
	++*position;
	return NULL;
}

static void single_stop(struct seq_file *m, void *element)
{
}

int single_open(struct file *file, int (*show)(struct seq_file *m, void *element), void *data)
{
	struct seq_operations *operations = kzalloc(sizeof(*operations), GFP_KERNEL);
	int error;

	if (!operations)
		return -ENOMEM;
	operations->start = single_start;
	operations->next = single_next;
	operations->stop = single_stop;
	operations->show = show;
	error = seq_open(file, operations);
	if (error)
		kfree(operations);
	else
		((struct seq_file *)file->private_data)->private = data;
	return error;
}

int single_release(struct inode *inode, struct file *file)
{
	const struct seq_operations *operations = ((struct seq_file *)file->private_data)->op;

	seq_release(inode, file);
	kfree(operations);
	return 0;
}

struct list_head *seq_list_start(struct list_head *head, loff_t position)
{
	struct list_head *at;

	list_for_each(at, head)
		if (position-- == 0)
			return at;
	return NULL;
}

struct list_head *seq_list_start_head(struct list_head *head, loff_t position)
{
	return position ? seq_list_start(head, position - 1) : head;
}

struct list_head *seq_list_next(void *element, struct list_head *head, loff_t *position)
{
	struct list_head *next = ((struct list_head *)element)->next;

	++*position;
	return next == head ? NULL : next;
}
