/* Tables of drivers below /proc/sys: each file's handler reads or writes kernel memory, as text. */
#include <linux/ctype.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/proc_entry.h>
#include <linux/proc_fs.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysctl.h>
#include <linux/uaccess.h>

const int sysctl_vals[] = { 0, 1, 2, INT_MAX };

struct ctl_table_header {
	struct ctl_table *table;
	struct proc_dir_entry *directory;
	struct ctl_table_header *also; /* of a table of tables */
};

/* fs/proc/root.c */
extern struct proc_dir_entry *__proc_sys;

enum vector_kind { VECTOR_INT, VECTOR_UINT, VECTOR_U8, VECTOR_ULONG, VECTOR_JIFFIES, VECTOR_MS_JIFFIES };

static size_t element_size(enum vector_kind kind)
{
	return kind == VECTOR_U8 ? 1 : kind == VECTOR_ULONG ? sizeof(long) : sizeof(int);
}

static s64 sysctl_element(const void *data, int i, enum vector_kind kind)
{
	switch (kind) {
	case VECTOR_UINT: return ((const unsigned int *)data)[i];
	case VECTOR_U8: return ((const u8 *)data)[i];
	case VECTOR_ULONG: return ((const long *)data)[i];
	case VECTOR_JIFFIES: return ((const int *)data)[i] / HZ;
	case VECTOR_MS_JIFFIES: return jiffies_to_msecs(((const int *)data)[i]);
	default: return ((const int *)data)[i];
	}
}

static void sysctl_set_element(void *data, int i, enum vector_kind kind, s64 value)
{
	switch (kind) {
	case VECTOR_U8: ((u8 *)data)[i] = value; break;
	case VECTOR_ULONG: ((long *)data)[i] = value; break;
	case VECTOR_JIFFIES: ((int *)data)[i] = value * HZ; break;
	case VECTOR_MS_JIFFIES: ((int *)data)[i] = msecs_to_jiffies(value); break;
	default: ((int *)data)[i] = value; break;
	}
}

static s64 limit_of(const void *limit, enum vector_kind kind)
{
	return kind == VECTOR_ULONG ? (s64)*(const unsigned long *)limit : kind == VECTOR_INT ? *(const int *)limit : (s64)*(const unsigned int *)limit;
}

/* A number out of range: of a long it is passed over, of all others refused. */
static int check_range(const struct ctl_table *table, enum vector_kind kind, s64 value, bool limits)
{
	if ((kind == VECTOR_INT && (value > INT_MAX || value < INT_MIN)) || (kind == VECTOR_UINT && (value < 0 || value > UINT_MAX)) ||
	    (kind == VECTOR_U8 && (value < 0 || value > 255)))
		return -EINVAL;
	if (!limits)
		return 0;
	return (table->extra1 && value < limit_of(table->extra1, kind)) || (table->extra2 && value > limit_of(table->extra2, kind)) ? -EINVAL : 0;
}

static int sysctl_read_vector(struct ctl_table *table, enum vector_kind kind, char *buffer, size_t *length)
{
	int i, used = 0, count = table->maxlen / element_size(kind);

	for (i = 0; i < count; i++)
		used += scnprintf(buffer + used, *length - used, kind == VECTOR_ULONG ? "%s%lu" : "%s%lld", i ? "\t" : "",
				  sysctl_element(table->data, i, kind));
	used += scnprintf(buffer + used, *length - used, "\n");
	*length = used;
	return 0;
}

static int sysctl_write_vector(struct ctl_table *table, enum vector_kind kind, char *buffer, size_t length, bool limits)
{
	int i, count = table->maxlen / element_size(kind);
	char *at = buffer, *end;

	for (i = 0; i < count; i++) {
		bool negative;
		s64 value;
		int error;

		at = skip_spaces(at);
		if (!*at)
			break;
		negative = *at == '-';
		if (!isdigit(at[negative]) || (negative && kind != VECTOR_INT))
			return -EINVAL;
		value = (s64)simple_strtoull(at + negative, &end, 0);
		if (*end && !isspace(*end))
			return -EINVAL;
		value = negative ? -value : value;
		at = end;
		error = check_range(table, kind, value, limits);
		if (error && kind == VECTOR_ULONG)
			continue;
		if (error)
			return error;
		sysctl_set_element(table->data, i, kind, value);
	}
	return 0;
}

static int sysctl_vector(struct ctl_table *table, int write, char *buffer, size_t *length, loff_t *position, enum vector_kind kind, bool limits)
{
	if (!table->data || !table->maxlen || !*length || (*position && !write)) {
		*length = 0;
		return 0;
	}
	return write ? sysctl_write_vector(table, kind, buffer, *length, limits) : sysctl_read_vector(table, kind, buffer, length);
}

int proc_dointvec(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position)
{
	return sysctl_vector(table, write, buffer, length, position, VECTOR_INT, false);
}

int proc_douintvec(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position)
{
	return sysctl_vector(table, write, buffer, length, position, VECTOR_UINT, false);
}

int proc_dointvec_minmax(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position)
{
	return sysctl_vector(table, write, buffer, length, position, VECTOR_INT, true);
}

int proc_douintvec_minmax(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position)
{
	return sysctl_vector(table, write, buffer, length, position, VECTOR_UINT, true);
}

int proc_dou8vec_minmax(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position)
{
	return sysctl_vector(table, write, buffer, length, position, VECTOR_U8, true);
}

int proc_doulongvec_minmax(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position)
{
	return sysctl_vector(table, write, buffer, length, position, VECTOR_ULONG, true);
}

int proc_dointvec_jiffies(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position)
{
	return sysctl_vector(table, write, buffer, length, position, VECTOR_JIFFIES, false);
}

int proc_dointvec_ms_jiffies(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position)
{
	return sysctl_vector(table, write, buffer, length, position, VECTOR_MS_JIFFIES, false);
}

int proc_dobool(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position)
{
	int value = *(bool *)table->data;
	struct ctl_table whole = { .data = &value, .maxlen = sizeof(value) };
	int error = proc_dointvec(&whole, write, buffer, length, position);

	if (!error && write)
		*(bool *)table->data = value != 0;
	return error;
}

/* Up to the first NUL or line's end; what does not fit is cut off. */
int proc_dostring(struct ctl_table *table, int write, void *buffer, size_t *length, loff_t *position)
{
	char *text = table->data, *from = buffer;
	size_t used;

	if (!text || !table->maxlen || !*length || (*position && !write)) {
		*length = 0;
		return 0;
	}
	if (write) {
		for (used = 0; used < *length && used + 1 < (size_t)table->maxlen && from[used] && from[used] != '\n'; used++)
			text[used] = from[used];
		text[used] = 0;
		*position += *length;
		return 0;
	}
	used = strnlen(text, table->maxlen);
	if (used > *length)
		used = *length;
	memcpy(buffer, text, used);
	if (used < *length)
		from[used++] = '\n';
	*length = used;
	return 0;
}

static ssize_t sysctl_transfer(struct file *file, void __user *user, size_t count, loff_t *position, int write)
{
	struct ctl_table *table = pde_data(file_inode(file));
	char *buffer;
	ssize_t error = 0;

	if (!table->proc_handler)
		return -EINVAL;
	if (count >= KMALLOC_MAX_SIZE)
		return -ENOMEM;
	buffer = kzalloc(count + 1, GFP_KERNEL);
	if (!buffer)
		return -ENOMEM;
	if (write && copy_from_user(buffer, user, count))
		error = -EFAULT;
	if (!error)
		error = table->proc_handler(table, write, buffer, &count, position);
	if (!error && !write && copy_to_user(user, buffer, count))
		error = -EFAULT;
	kfree(buffer);
	if (error)
		return error;
	if (!write)
		*position += count;
	return count;
}

static ssize_t sysctl_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	return sysctl_transfer(file, buffer, count, position, 0);
}

static ssize_t sysctl_write(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	return sysctl_transfer(file, (void __user *)buffer, count, position, 1);
}

static const struct proc_ops sysctl_proc_ops = { .proc_read = sysctl_read, .proc_write = sysctl_write, .proc_lseek = default_llseek };

/* The directory of that name, made if it is not there; it stays. */
static struct proc_dir_entry *sysctl_directory(const char *path)
{
	struct proc_dir_entry *directory = __proc_sys;

	while (*path && directory) {
		size_t length = strcspn(path, "/");
		struct dentry *there = length ? __d_child(directory->dentry, path, length) : NULL;
		char name[64];

		if (length >= sizeof(name))
			return NULL;
		if (length) {
			memcpy(name, path, length);
			name[length] = 0;
			directory = there ? there->d_inode->i_private : proc_mkdir(name, directory);
		}
		path += length;
		path += *path == '/';
	}
	return directory;
}

struct ctl_table_header *register_sysctl(const char *path, struct ctl_table *table)
{
	struct ctl_table_header *header = kzalloc(sizeof(*header), GFP_KERNEL);
	struct ctl_table *entry;

	if (!header)
		return NULL;
	header->table = table;
	header->directory = sysctl_directory(path);
	for (entry = table; header->directory && entry->procname; entry++)
		if (!proc_create_data(entry->procname, entry->mode, header->directory, &sysctl_proc_ops, entry)) {
			for (entry--; entry >= table; entry--)
				remove_proc_entry(entry->procname, header->directory);
			header->directory = NULL;
			break;
		}
	if (header->directory)
		return header;
	kfree(header);
	return NULL;
}

/* Tables within a table are directories. */
static struct ctl_table_header *register_tree(const char *path, struct ctl_table *table)
{
	struct ctl_table_header *first = NULL, *header;
	struct ctl_table *entry;

	for (entry = table; entry->procname; entry++) {
		char *inner = entry->child ? kasprintf(GFP_KERNEL, "%s%s/", path, entry->procname) : NULL;

		if (inner) {
			for (header = register_tree(inner, entry->child); header && header->also; header = header->also)
				;
			if (header) {
				header->also = first;
				first = header;
			}
			kfree(inner);
		} else if (!first) {
			first = register_sysctl(path, table);
			break;
		}
	}
	return first;
}

struct ctl_table_header *register_sysctl_table(struct ctl_table *table)
{
	return register_tree("", table);
}

void unregister_sysctl_table(struct ctl_table_header *header)
{
	while (header) {
		struct ctl_table_header *also = header->also;
		struct ctl_table *entry;

		for (entry = header->table; entry->procname; entry++)
			remove_proc_entry(entry->procname, header->directory);
		kfree(header);
		header = also;
	}
}
