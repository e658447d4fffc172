/* The tree below /proc: entries that drivers and the kernel make, and take away again. */
#include <linux/bug.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/proc_entry.h>

static struct dentry *proc_directory(struct proc_dir_entry *parent)
{
	return parent ? parent->dentry : __proc_dentry;
}

static void free_proc_entry(struct dentry *dentry)
{
	struct proc_dir_entry *entry = dentry->d_inode->i_private;

	dentry->d_inode->i_private = NULL;
	kfree(entry);
}

/* `name` may be a path below `parent`; all directories of it must be there. */
static struct dentry *proc_place(const char **name, struct proc_dir_entry *parent)
{
	struct dentry *directory = proc_directory(parent);
	const char *slash;

	while ((slash = strchr(*name, '/'))) {
		struct dentry *next = __d_child(directory, *name, slash - *name);

		if (!next) {
			WARN(1, "name '%s'\n", *name);
			return NULL;
		}
		directory = next;
		*name = slash + 1;
	}
	return directory;
}

static struct proc_dir_entry *add_proc_entry(const char *name, umode_t mode, struct proc_dir_entry *parent, void *data)
{
	struct dentry *directory = proc_place(&name, parent), *dentry;
	struct proc_dir_entry *entry;

	if (!directory)
		return NULL;
	if (!*name || strlen(name) > 255) {
		WARN(1, "name len %u\n", (unsigned int)strlen(name));
		return NULL;
	}
	if (__d_child(directory, name, strlen(name))) {
		WARN(1, "proc_dir_entry '%s/%s' already registered\n",
		     directory == __proc_dentry ? "/proc" : directory->d_iname, name);
		return NULL;
	}
	entry = kzalloc(sizeof(*entry), GFP_KERNEL);
	dentry = entry ? __d_create(directory, name, mode, &__proc_file_operations, entry) : NULL;
	if (!dentry) {
		kfree(entry);
		return NULL;
	}
	dentry->d_release = free_proc_entry;
	entry->dentry = dentry;
	entry->data = data;
	INIT_LIST_HEAD(&entry->openers);
	return entry;
}

static umode_t file_mode(umode_t mode)
{
	if (!(mode & S_IFMT))
		mode |= S_IFREG;
	return mode & S_IALLUGO ? mode : mode | S_IRUGO;
}

struct proc_dir_entry *proc_create_data(const char *name, umode_t mode, struct proc_dir_entry *parent,
					const struct proc_ops *operations, void *data)
{
	struct proc_dir_entry *entry = add_proc_entry(name, file_mode(mode), parent, data);

	if (entry)
		entry->ops = operations;
	return entry;
}

struct proc_dir_entry *proc_create(const char *name, umode_t mode, struct proc_dir_entry *parent,
				   const struct proc_ops *operations)
{
	return proc_create_data(name, mode, parent, operations, NULL);
}

static struct proc_dir_entry *entry_of_file(struct inode *inode)
{
	return inode->i_private;
}

static int proc_seq_open(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *entry = entry_of_file(inode);

	if (entry->state_size)
		return __seq_open_private(file, entry->seq_ops, entry->state_size) ? 0 : -ENOMEM;
	return seq_open(file, entry->seq_ops);
}

static int proc_seq_release(struct inode *inode, struct file *file)
{
	return entry_of_file(inode)->state_size ? seq_release_private(inode, file) : seq_release(inode, file);
}

static const struct proc_ops proc_seq_ops = {
	.proc_open = proc_seq_open,
	.proc_read = seq_read,
	.proc_lseek = seq_lseek,
	.proc_release = proc_seq_release,
};

struct proc_dir_entry *proc_create_seq_private(const char *name, umode_t mode, struct proc_dir_entry *parent,
					       const struct seq_operations *operations, unsigned int state_size,
					       void *data)
{
	struct proc_dir_entry *entry = proc_create_data(name, mode, parent, &proc_seq_ops, data);

	if (entry) {
		entry->seq_ops = operations;
		entry->state_size = state_size;
	}
	return entry;
}

static int proc_single_open(struct inode *inode, struct file *file)
{
	struct proc_dir_entry *entry = entry_of_file(inode);

	return single_open(file, entry->show, entry->data);
}

static const struct proc_ops proc_single_ops = {
	.proc_open = proc_single_open,
	.proc_read = seq_read,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
};

struct proc_dir_entry *proc_create_single_data(const char *name, umode_t mode, struct proc_dir_entry *parent,
					       int (*show)(struct seq_file *m, void *element), void *data)
{
	struct proc_dir_entry *entry = proc_create_data(name, mode, parent, &proc_single_ops, data);

	if (entry)
		entry->show = show;
	return entry;
}

struct proc_dir_entry *proc_mkdir_data(const char *name, umode_t mode, struct proc_dir_entry *parent, void *data)
{
	return add_proc_entry(name, S_IFDIR | (mode ? mode : S_IRUGO | S_IXUGO), parent, data);
}

struct proc_dir_entry *proc_mkdir_mode(const char *name, umode_t mode, struct proc_dir_entry *parent)
{
	return proc_mkdir_data(name, mode, parent, NULL);
}

struct proc_dir_entry *proc_mkdir(const char *name, struct proc_dir_entry *parent)
{
	return proc_mkdir_data(name, 0, parent, NULL);
}

struct proc_dir_entry *proc_symlink(const char *name, struct proc_dir_entry *parent, const char *target)
{
	struct proc_dir_entry *entry = add_proc_entry(name, S_IFLNK | S_IRWXUGO, parent, NULL);

	if (entry) {
		entry->dentry->d_fsdata = kstrdup(target, GFP_KERNEL);
		entry->dentry->d_inode->i_size = strlen(target);
	}
	return entry;
}

void proc_set_size(struct proc_dir_entry *entry, loff_t size)
{
	entry->dentry->d_inode->i_size = size;
}

void proc_set_user(struct proc_dir_entry *entry, kuid_t uid, kgid_t gid)
{
	entry->dentry->d_inode->i_uid = uid;
	entry->dentry->d_inode->i_gid = gid;
}

void *pde_data(const struct inode *inode)
{
	return ((struct proc_dir_entry *)inode->i_private)->data;
}

/* Of an entry that a driver made in a directory which it made. */
void *proc_get_parent_data(const struct inode *inode)
{
	struct dentry *parent = ((struct proc_dir_entry *)inode->i_private)->dentry->d_parent;
	struct proc_dir_entry *above = parent && parent != __proc_dentry ? parent->d_inode->i_private : NULL;

	return above ? above->data : NULL;
}

static void remove_tree(struct dentry *dentry)
{
	struct dentry *child;

	list_for_each_entry(child, &dentry->d_subdirs, d_child)
		remove_tree(child);
	if (dentry->d_inode->i_private)
		__proc_close_entry(dentry->d_inode->i_private);
}

void proc_remove(struct proc_dir_entry *entry)
{
	if (!entry)
		return;
	remove_tree(entry->dentry);
	__d_unlink(entry->dentry);
}

int remove_proc_subtree(const char *name, struct proc_dir_entry *parent)
{
	struct dentry *directory = proc_place(&name, parent);
	struct dentry *dentry = directory ? __d_child(directory, name, strlen(name)) : NULL;

	if (!dentry) {
		if (directory)
			WARN(1, "name '%s'\n", name);
		return -ENOENT;
	}
	proc_remove(dentry->d_inode->i_private);
	return 0;
}

void remove_proc_entry(const char *name, struct proc_dir_entry *parent)
{
	struct dentry *directory = proc_place(&name, parent);
	struct dentry *dentry = directory ? __d_child(directory, name, strlen(name)) : NULL;

	if (!dentry) {
		if (directory)
			WARN(1, "name '%s'\n", name);
		return;
	}
	WARN(!list_empty(&dentry->d_subdirs), "%s: removing non-empty directory '%s/%s', leaking at least '%s'\n",
	     "remove_proc_entry", directory == __proc_dentry ? "/proc" : directory->d_iname, name,
	     list_first_entry(&dentry->d_subdirs, struct dentry, d_child)->d_iname);
	proc_remove(dentry->d_inode->i_private);
}
