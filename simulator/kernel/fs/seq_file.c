/* Files whose text is made when it is read, in a buffer that doubles until all of it fits. */
#include <linux/seq_file.h>
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>
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
	return 0;
}

static int show_all(struct seq_file *m)
{
	loff_t index = 0;
	void *element = m->op->start(m, &index);
	int error = 0;

	while (element && !IS_ERR(element) && !error) {
		size_t before = m->count;

		error = m->op->show(m, element);
		if (error > 0) {
			m->count = before;
			error = 0;
		}
		if (error || seq_has_overflowed(m))
			break;
		element = m->op->next(m, element, &index);
	}
	m->op->stop(m, element);
	return IS_ERR(element) ? PTR_ERR(element) : error;
}

static int fill_buffer(struct seq_file *m)
{
	size_t size = m->size ? m->size : 4096;
	int error;

	for (;;) {
		if (!m->buf)
			m->buf = kmalloc(size, GFP_KERNEL);
		if (!m->buf)
			return -ENOMEM;
		m->size = size;
		m->count = 0;
		error = show_all(m);
		if (error || !seq_has_overflowed(m) || size >= LARGEST_BUFFER)
			return error;
		kfree(m->buf);
		m->buf = NULL;
		size *= 2;
	}
}

ssize_t seq_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	struct seq_file *m = file->private_data;
	ssize_t result;

	mutex_lock(&m->lock);
	result = *position == 0 || !m->buf ? fill_buffer(m) : 0;
	if (!result)
		result = simple_read_from_buffer(buffer, count, position, m->buf, m->count);
	mutex_unlock(&m->lock);
	return result;
}

loff_t seq_lseek(struct file *file, loff_t offset, int whence)
{
	if (whence == SEEK_CUR)
		offset += file->f_pos;
	else if (whence != SEEK_SET)
		return -EINVAL;
	if (offset < 0)
		return -EINVAL;
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

int seq_write(struct seq_file *m, const void *data, size_t length)
{
	if (m->count + length >= m->size) {
		m->count = m->size;
		return -1;
	}
	memcpy(m->buf + m->count, data, length);
	m->count += length;
	return 0;
}

void seq_puts(struct seq_file *m, const char *text)
{
	seq_write(m, text, strlen(text));
}

void seq_putc(struct seq_file *m, char c)
{
	seq_write(m, &c, 1);
}

void seq_printf(struct seq_file *m, const char *fmt, ...)
{
	va_list arguments;
	size_t length;

	va_start(arguments, fmt);
	length = vsnprintf(m->buf + m->count, m->size - m->count, fmt, arguments);
	va_end(arguments);
	m->count = min(m->count + length, m->size);
}
