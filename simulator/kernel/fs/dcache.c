/* The tree of special files: devices, debugfs, and the directories above them. */
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/proc_entry.h>
#include <linux/slab.h>
#include <linux/string.h>

struct dentry *__root_dentry, *__dev_dentry, *__debugfs_dentry, *__proc_dentry, *__sys_dentry;

static void name_dentry(struct dentry *dentry, const char *name, size_t length)
{
	if (length >= sizeof(dentry->d_iname))
		length = sizeof(dentry->d_iname) - 1;
	memcpy(dentry->d_iname, name, length);
	dentry->d_iname[length] = 0;
	dentry->d_name.name = (const unsigned char *)dentry->d_iname;
	dentry->d_name.len = length;
}

bool __d_is_in(const struct dentry *dentry, const struct dentry *root)
{
	while (dentry && dentry != root)
		dentry = dentry->d_parent;
	return dentry && root;
}

/* How sysfs sorts: by a hash of the name. */
static unsigned int sysfs_hash(const struct dentry *dentry)
{
	const char *name = dentry->d_iname;
	unsigned long hash = 0;
	unsigned int short_hash;

	for (; *name; name++)
		hash = (hash + (*name << 4) + (*name >> 4)) * 11;
	short_hash = (unsigned int)((hash * 0x61c8864680b583ebul) >> 32) & 0x7fffffff;
	return short_hash < 2 ? short_hash + 2 : short_hash == 0x7fffffff ? 0x7ffffffe : short_hash;
}

/* Listing a directory tells its entries in its file system's own order: procfs by length and text, sysfs by hash, all others the newest first. */
static void insert_dentry(struct dentry *dentry, struct dentry *parent)
{
	bool proc = __d_is_in(parent, __proc_dentry) && parent != __proc_dentry, sys = __d_is_in(parent, __sys_dentry) && !__d_is_in(parent, __debugfs_dentry);
	struct list_head *before = proc || sys ? &parent->d_subdirs : parent == __proc_dentry ? &parent->d_subdirs : parent->d_subdirs.next;
	struct dentry *other;

	if (proc || sys)
		list_for_each_entry(other, &parent->d_subdirs, d_child) {
			long order = proc ? (long)dentry->d_name.len - (long)other->d_name.len :
					    (long)sysfs_hash(dentry) - (long)sysfs_hash(other);

			if (order < 0 || (order == 0 && strcmp(dentry->d_iname, other->d_iname) < 0)) {
				before = &other->d_child;
				break;
			}
		}
	list_add_tail(&dentry->d_child, before);
}

static struct dentry *create_dentry(struct dentry *parent, const char *name, size_t length, umode_t mode,
			     const struct file_operations *operations, void *private)
{
	static unsigned long next_inode = 2;
	struct dentry *dentry = kzalloc(sizeof(*dentry), GFP_KERNEL);
	struct inode *inode = kzalloc(sizeof(*inode), GFP_KERNEL);

	if (!dentry || !inode) {
		kfree(dentry);
		kfree(inode);
		return NULL;
	}
	inode->i_mode = mode;
	inode->i_ino = next_inode++;
	inode->i_fop = operations;
	inode->i_private = private;
	inode->i_nlink = 1;
	name_dentry(dentry, name, length);
	dentry->d_inode = inode;
	INIT_LIST_HEAD(&dentry->d_subdirs);
	INIT_LIST_HEAD(&dentry->d_child);
	dentry->d_parent = parent;
	if (parent)
		insert_dentry(dentry, parent);
	return dentry;
}

struct dentry *__d_create(struct dentry *parent, const char *name, umode_t mode,
			  const struct file_operations *operations, void *private)
{
	return create_dentry(parent, name, strlen(name), mode, operations, private);
}

/* A link's text is what d_fsdata holds. */
struct dentry *__d_symlink(struct dentry *parent, const char *name, const char *target)
{
	struct dentry *dentry = __d_create(parent, name, S_IFLNK | 0777, NULL, NULL);

	if (dentry) {
		dentry->d_fsdata = kstrdup(target, GFP_KERNEL);
		dentry->d_inode->i_size = strlen(target);
	}
	return dentry;
}

struct dentry *__d_child(struct dentry *parent, const char *name, size_t length)
{
	struct dentry *child;

	list_for_each_entry(child, &parent->d_subdirs, d_child)
		if (strncmp(child->d_iname, name, length) == 0 && child->d_iname[length] == 0)
			return child;
	return NULL;
}

/* The next part of a path: its start, with its length, and `path` moved behind it. */
static const char *next_part(const char **path, size_t *length)
{
	const char *start = *path;

	while (*start == '/')
		start++;
	*length = 0;
	while (start[*length] && start[*length] != '/')
		(*length)++;
	*path = start + *length;
	return start;
}

/* As Linux: so many links in one path are a circle. */
#define MOST_LINKS 40

const char *__d_link_text(const struct dentry *link)
{
	return link->d_link ? link->d_link(link) : link->d_fsdata;
}

static struct dentry *child_or_made(struct dentry *directory, const char *name, size_t length)
{
	struct dentry *child = __d_child(directory, name, length);

	if (child)
		return child->d_link && !child->d_link(child) ? NULL : child;
	child = directory->d_make ? directory->d_make(directory, name, length) : NULL;
	return child || !__d_is_in(directory, __proc_dentry) ? child : __proc_make_row(directory, name, length);
}

static struct dentry *walk_from(struct dentry *at, const char *path, bool follow, int links)
{
	const char *part;
	size_t length;

	if (*path == '/')
		at = __root_dentry;
	while (at && (part = next_part(&path, &length), length > 0)) {
		struct dentry *directory = at;

		if (length == 1 && part[0] == '.')
			continue;
		if (length == 2 && part[0] == '.' && part[1] == '.') {
			at = at->d_parent ? at->d_parent : at;
			continue;
		}
		at = child_or_made(directory, part, length);
		if (!at || !S_ISLNK(at->d_inode->i_mode) || (!*path && !follow))
			continue;
		at = links < MOST_LINKS ? walk_from(directory, __d_link_text(at), true, links + 1) : NULL;
	}
	return at;
}

/* The file of an absolute path, links followed; NULL when the tree has none. */
struct dentry *__d_walk(const char *path)
{
	return walk_from(__root_dentry, path, true, 0);
}

/* The same, but a link at the end is the answer itself. */
struct dentry *__d_walk_no_follow(const char *path)
{
	return walk_from(__root_dentry, path, false, 0);
}

/* The directory in which the last part of a path stands, made with all above it where missing. */
struct dentry *__d_make_path(const char *path, const char **last)
{
	struct dentry *at = __root_dentry, *child;
	const char *part, *rest = path;
	size_t length;

	for (;;) {
		part = next_part(&rest, &length);
		if (*rest == 0) {
			*last = part;
			return at;
		}
		child = __d_child(at, part, length);
		if (!child)
			child = create_dentry(at, part, length, S_IFDIR | 0755, NULL, NULL);
		if (!child)
			return NULL;
		at = child;
	}
}

static void free_dentry(struct dentry *dentry)
{
	if (dentry->d_release)
		dentry->d_release(dentry);
	kfree(dentry->d_fsdata);
	kfree(dentry->d_inode);
	kfree(dentry);
}

/* Takes a file and all below it out of the tree; open ones live on until they are closed. */
void __d_unlink(struct dentry *dentry)
{
	while (!list_empty(&dentry->d_subdirs))
		__d_unlink(list_first_entry(&dentry->d_subdirs, struct dentry, d_child));
	list_del_init(&dentry->d_child);
	dentry->d_parent = NULL;
	if (dentry->d_count == 0)
		free_dentry(dentry);
}

/* The last open file of a name that is gone frees it. */
void __d_put(struct dentry *dentry)
{
	if (dentry && --dentry->d_count == 0 && !dentry->d_parent && dentry != __root_dentry)
		free_dentry(dentry);
}

static struct dentry *make_directory(const char *path)
{
	const char *name;
	struct dentry *parent = __d_make_path(path, &name);

	return __d_create(parent, name, S_IFDIR | 0755, NULL, NULL);
}

void __char_devices_init(void);
void __driver_core_init(void);
void __proc_init(void);

/* file-system.ts: the paths of what the machine begins with; -1 behind the last */
int __ramfs_path(int index, char *path, size_t size);

static void make_parents(void)
{
	const char *name;
	char path[256];
	int index;

	for (index = 0; __ramfs_path(index, path, sizeof(path)) >= 0; index++)
		__d_make_path(path, &name);
}

void __files_init(void)
{
	__root_dentry = __d_create(NULL, "/", S_IFDIR | 0755, NULL, NULL);
	__dev_dentry = make_directory("/dev");
	__debugfs_dentry = make_directory("/sys/kernel/debug");
	__sys_dentry = __d_walk("/sys");
	__proc_dentry = make_directory("/proc");
	make_directory("/tmp");
	make_parents();
	__driver_core_init();
	__proc_init();
	__char_devices_init();
}
