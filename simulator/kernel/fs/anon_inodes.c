/* Files without a name, such as those that stand for a buffer or an event; and descriptors that are taken before their file is there. */
#include <linux/anon_inodes.h>
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/module.h>

static struct inode anon_inode = { .i_mode = S_IRUSR | S_IWUSR, .i_nlink = 1, .i_ino = 1 };
/* Holds the place of a descriptor that is taken and not yet open. */
static const struct file_operations reserved_operations = {};
struct file __reserved_file = { .f_op = &reserved_operations };

struct file *anon_inode_getfile(const char *name, const struct file_operations *operations, void *priv, int flags)
{
	struct file *file;

	if (operations->owner && !try_module_get(operations->owner))
		return ERR_PTR(-ENOENT);
	file = __alloc_file(operations, flags);
	if (!file) {
		module_put(operations->owner);
		return ERR_PTR(-ENOMEM);
	}
	file->__kind = name;
	file->f_inode = &anon_inode;
	file->private_data = priv;
	return file;
}

int anon_inode_getfd(const char *name, const struct file_operations *operations, void *priv, int flags)
{
	struct file *file = anon_inode_getfile(name, operations, priv, flags);
	int fd;

	if (IS_ERR(file))
		return PTR_ERR(file);
	fd = __install_fd(file, 0);
	if (fd < 0)
		fput(file);
	return fd;
}

int get_unused_fd_flags(unsigned int flags)
{
	return __install_fd(&__reserved_file, 0);
}

void put_unused_fd(unsigned int fd)
{
	struct files_struct *files = __current_files();

	if (files && fd < FD_LIMIT && files->fd[fd] == &__reserved_file)
		files->fd[fd] = NULL;
}

void fd_install(unsigned int fd, struct file *file)
{
	struct files_struct *files = __current_files();

	if (files && fd < FD_LIMIT && !WARN_ON(files->fd[fd] != &__reserved_file))
		files->fd[fd] = file;
}
