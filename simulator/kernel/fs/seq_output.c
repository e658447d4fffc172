/* What an element's function writes into the buffer of its file. */
#include <linux/seq_file.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>

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

void seq_pad(struct seq_file *m, char c)
{
	size_t size = m->pad_until > m->count ? m->pad_until - m->count : 0;

	if (size >= m->size - m->count) {
		m->count = m->size;
		return;
	}
	memset(m->buf + m->count, ' ', size);
	m->count += size;
	if (c)
		seq_putc(m, c);
}

void seq_setwidth(struct seq_file *m, size_t size)
{
	m->pad_until = m->count + size;
}

static void put_number(struct seq_file *m, const char *delimiter, const char *fmt, long long value)
{
	char text[24];

	if (delimiter)
		seq_puts(m, delimiter);
	snprintf(text, sizeof(text), fmt, value);
	seq_puts(m, text);
}

void seq_put_decimal_ull(struct seq_file *m, const char *delimiter, unsigned long long value)
{
	put_number(m, delimiter, "%llu", value);
}

void seq_put_decimal_ll(struct seq_file *m, const char *delimiter, long long value)
{
	put_number(m, delimiter, "%lld", value);
}

/* Letters of `escaped` appear as octal. */
void seq_escape(struct seq_file *m, const char *text, const char *escaped)
{
	for (; *text; text++)
		if (strchr(escaped, *text))
			seq_printf(m, "\\%03o", (unsigned char)*text);
		else
			seq_putc(m, *text);
}

void seq_hex_dump(struct seq_file *m, const char *prefix, int prefix_type, int row_size, int group_size,
		  const void *bytes, size_t length, bool ascii)
{
	char line[32 * 3 + 2 + 32 + 1];
	size_t at;

	if (row_size != 16 && row_size != 32)
		row_size = 16;
	for (at = 0; at < length && !seq_has_overflowed(m); at += row_size) {
		hex_dump_to_buffer(bytes + at, min_t(size_t, length - at, row_size), row_size, group_size, line,
				   sizeof(line), ascii);
		if (prefix_type == DUMP_PREFIX_ADDRESS)
			seq_printf(m, "%s%p: %s\n", prefix, bytes + at, line);
		else if (prefix_type == DUMP_PREFIX_OFFSET)
			seq_printf(m, "%s%.8x: %s\n", prefix, (unsigned int)at, line);
		else
			seq_printf(m, "%s%s\n", prefix, line);
	}
}
void seq_vprintf(struct seq_file *m, const char *fmt, va_list arguments)
{
	size_t length = vsnprintf(m->buf + m->count, m->size - m->count, fmt, arguments);

	m->count = min(m->count + length, m->size);
}

void seq_printf(struct seq_file *m, const char *fmt, ...)
{
	va_list arguments;

	va_start(arguments, fmt);
	seq_vprintf(m, fmt, arguments);
	va_end(arguments);
}
