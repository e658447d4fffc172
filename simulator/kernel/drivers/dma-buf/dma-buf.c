/* Buffers with a file each: the exporter's operations behind descriptors, and the devices that are attached. */
#include <linux/anon_inodes.h>
#include <linux/dma-buf.h>
#include <linux/file.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

static int dma_buf_release(struct inode *inode, struct file *file)
{
	struct dma_buf *dmabuf = file->private_data;

	WARN_ON(dmabuf->vmapping_counter);
	dmabuf->ops->release(dmabuf);
	WARN_ON(!list_empty(&dmabuf->attachments));
	module_put(dmabuf->owner);
	kfree(dmabuf->name);
	kfree(dmabuf);
	return 0;
}

static int dma_buf_mmap_file(struct file *file, struct vm_area_struct *vma)
{
	struct dma_buf *dmabuf = file->private_data;

	if (!dmabuf->ops->mmap || vma->vm_pgoff + vma_pages(vma) > dmabuf->size >> PAGE_SHIFT)
		return -EINVAL;
	return dmabuf->ops->mmap(dmabuf, vma);
}

/* Only to learn the size, and to go back. */
static loff_t dma_buf_llseek(struct file *file, loff_t offset, int whence)
{
	struct dma_buf *dmabuf = file->private_data;

	if (offset != 0 || (whence != SEEK_END && whence != SEEK_SET))
		return -EINVAL;
	return whence == SEEK_END ? dmabuf->size : 0;
}

static long name_dma_buf(struct dma_buf *dmabuf, const char __user *text)
{
	char *name = strndup_user(text, DMA_BUF_NAME_LEN);

	if (IS_ERR(name))
		return PTR_ERR(name);
	spin_lock(&dmabuf->name_lock);
	swap(name, *(char **)&dmabuf->name);
	spin_unlock(&dmabuf->name_lock);
	kfree(name);
	return 0;
}

static long sync_for_program(struct dma_buf *dmabuf, const void __user *argument)
{
	enum dma_data_direction direction;
	struct dma_buf_sync sync;

	if (copy_from_user(&sync, argument, sizeof(sync)))
		return -EFAULT;
	if (sync.flags & ~DMA_BUF_SYNC_VALID_FLAGS_MASK)
		return -EINVAL;
	switch (sync.flags & DMA_BUF_SYNC_RW) {
	case DMA_BUF_SYNC_READ:
		direction = DMA_FROM_DEVICE;
		break;
	case DMA_BUF_SYNC_WRITE:
		direction = DMA_TO_DEVICE;
		break;
	case DMA_BUF_SYNC_RW:
		direction = DMA_BIDIRECTIONAL;
		break;
	default:
		return -EINVAL;
	}
	return sync.flags & DMA_BUF_SYNC_END ? dma_buf_end_cpu_access(dmabuf, direction) :
					       dma_buf_begin_cpu_access(dmabuf, direction);
}

static long dma_buf_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	switch (command) {
	case DMA_BUF_IOCTL_SYNC:
		return sync_for_program(file->private_data, (void __user *)argument);
	case DMA_BUF_SET_NAME_A:
	case DMA_BUF_SET_NAME_B:
		return name_dma_buf(file->private_data, (const char __user *)argument);
	default:
		return -ENOTTY;
	}
}

static const struct file_operations dma_buf_fops = {
	.release = dma_buf_release,
	.mmap = dma_buf_mmap_file,
	.llseek = dma_buf_llseek,
	.unlocked_ioctl = dma_buf_ioctl,
	.compat_ioctl = dma_buf_ioctl,
};

struct dma_buf *dma_buf_export(const struct dma_buf_export_info *info)
{
	struct dma_buf *dmabuf;
	struct file *file;

	if (WARN_ON(!info->priv || !info->ops || !info->ops->map_dma_buf || !info->ops->unmap_dma_buf || !info->ops->release))
		return ERR_PTR(-EINVAL);
	if (WARN_ON(info->ops->cache_sgt_mapping && (info->ops->pin || info->ops->unpin)))
		return ERR_PTR(-EINVAL);
	if (WARN_ON(!info->ops->pin != !info->ops->unpin))
		return ERR_PTR(-EINVAL);
	if (!try_module_get(info->owner))
		return ERR_PTR(-ENOENT);
	dmabuf = kzalloc(sizeof(*dmabuf), GFP_KERNEL);
	file = dmabuf ? anon_inode_getfile("dmabuf", &dma_buf_fops, dmabuf, info->flags) : ERR_PTR(-ENOMEM);
	if (IS_ERR(file)) {
		kfree(dmabuf);
		module_put(info->owner);
		return ERR_CAST(file);
	}
	dmabuf->priv = info->priv;
	dmabuf->ops = info->ops;
	dmabuf->size = info->size;
	dmabuf->exp_name = info->exp_name;
	dmabuf->owner = info->owner;
	dmabuf->resv = info->resv;
	dmabuf->file = file;
	spin_lock_init(&dmabuf->name_lock);
	mutex_init(&dmabuf->lock);
	INIT_LIST_HEAD(&dmabuf->attachments);
	return dmabuf;
}

int dma_buf_fd(struct dma_buf *dmabuf, int flags)
{
	int fd;

	if (!dmabuf || !dmabuf->file)
		return -EINVAL;
	fd = get_unused_fd_flags(flags);
	if (fd >= 0)
		fd_install(fd, dmabuf->file);
	return fd;
}

struct dma_buf *dma_buf_get(int fd)
{
	struct file *file = fget(fd);

	if (!file)
		return ERR_PTR(-EBADF);
	if (file->f_op == &dma_buf_fops)
		return file->private_data;
	fput(file);
	return ERR_PTR(-EINVAL);
}

void dma_buf_put(struct dma_buf *dmabuf)
{
	if (!WARN_ON(!dmabuf || !dmabuf->file))
		fput(dmabuf->file);
}

struct dma_buf_attachment *dma_buf_attach(struct dma_buf *dmabuf, struct device *dev)
{
	struct dma_buf_attachment *attachment;
	int error = 0;

	if (WARN_ON(!dmabuf || !dev))
		return ERR_PTR(-EINVAL);
	attachment = kzalloc(sizeof(*attachment), GFP_KERNEL);
	if (!attachment)
		return ERR_PTR(-ENOMEM);
	attachment->dev = dev;
	attachment->dmabuf = dmabuf;
	if (dmabuf->ops->attach)
		error = dmabuf->ops->attach(dmabuf, attachment);
	if (error) {
		kfree(attachment);
		return ERR_PTR(error);
	}
	mutex_lock(&dmabuf->lock);
	list_add(&attachment->node, &dmabuf->attachments);
	mutex_unlock(&dmabuf->lock);
	return attachment;
}

void dma_buf_detach(struct dma_buf *dmabuf, struct dma_buf_attachment *attachment)
{
	if (WARN_ON(!dmabuf || !attachment))
		return;
	if (attachment->sgt)
		dmabuf->ops->unmap_dma_buf(attachment, attachment->sgt, attachment->dir);
	mutex_lock(&dmabuf->lock);
	list_del(&attachment->node);
	mutex_unlock(&dmabuf->lock);
	if (dmabuf->ops->detach)
		dmabuf->ops->detach(dmabuf, attachment);
	kfree(attachment);
}

/* An exporter that lets mappings be cached is asked once. */
struct sg_table *dma_buf_map_attachment(struct dma_buf_attachment *attachment, enum dma_data_direction direction)
{
	const struct dma_buf_ops *ops;
	struct sg_table *table;
	int error;

	might_sleep();
	if (WARN_ON(!attachment || !attachment->dmabuf))
		return ERR_PTR(-EINVAL);
	ops = attachment->dmabuf->ops;
	if (attachment->sgt)
		return attachment->dir == direction || attachment->dir == DMA_BIDIRECTIONAL ? attachment->sgt : ERR_PTR(-EBUSY);
	if (ops->pin) {
		error = ops->pin(attachment);
		if (error)
			return ERR_PTR(error);
	}
	table = ops->map_dma_buf(attachment, direction);
	if (!table)
		table = ERR_PTR(-ENOMEM);
	if (IS_ERR(table) && ops->pin)
		ops->unpin(attachment);
	if (!IS_ERR(table) && ops->cache_sgt_mapping) {
		attachment->sgt = table;
		attachment->dir = direction;
	}
	return table;
}

void dma_buf_unmap_attachment(struct dma_buf_attachment *attachment, struct sg_table *table,
			      enum dma_data_direction direction)
{
	might_sleep();
	if (WARN_ON(!attachment || !attachment->dmabuf || !table))
		return;
	if (attachment->sgt == table)
		return;
	attachment->dmabuf->ops->unmap_dma_buf(attachment, table, direction);
	if (attachment->dmabuf->ops->unpin)
		attachment->dmabuf->ops->unpin(attachment);
}

int dma_buf_begin_cpu_access(struct dma_buf *dmabuf, enum dma_data_direction direction)
{
	if (WARN_ON(!dmabuf))
		return -EINVAL;
	return dmabuf->ops->begin_cpu_access ? dmabuf->ops->begin_cpu_access(dmabuf, direction) : 0;
}

int dma_buf_end_cpu_access(struct dma_buf *dmabuf, enum dma_data_direction direction)
{
	WARN_ON(!dmabuf);
	return dmabuf->ops->end_cpu_access ? dmabuf->ops->end_cpu_access(dmabuf, direction) : 0;
}

/* On behalf of another file of the exporter's or an importer's. */
int dma_buf_mmap(struct dma_buf *dmabuf, struct vm_area_struct *vma, unsigned long pgoff)
{
	if (WARN_ON(!dmabuf || !vma) || !dmabuf->ops->mmap)
		return -EINVAL;
	if (pgoff + vma_pages(vma) < pgoff)
		return -EOVERFLOW;
	if (pgoff + vma_pages(vma) > dmabuf->size >> PAGE_SHIFT)
		return -EINVAL;
	get_file(dmabuf->file);
	fput(vma->vm_file);
	vma->vm_file = dmabuf->file;
	vma->vm_pgoff = pgoff;
	return dmabuf->ops->mmap(dmabuf, vma);
}

/* The first user has the exporter map it, the last unmap it. */
int dma_buf_vmap(struct dma_buf *dmabuf, struct iosys_map *map)
{
	int error = 0;

	iosys_map_clear(map);
	if (WARN_ON(!dmabuf) || !dmabuf->ops->vmap)
		return -EINVAL;
	mutex_lock(&dmabuf->lock);
	if (!dmabuf->vmapping_counter)
		error = dmabuf->ops->vmap(dmabuf, &dmabuf->vmap_ptr);
	if (!WARN_ON_ONCE(error)) {
		dmabuf->vmapping_counter++;
		*map = dmabuf->vmap_ptr;
	}
	mutex_unlock(&dmabuf->lock);
	return error;
}

void dma_buf_vunmap(struct dma_buf *dmabuf, struct iosys_map *map)
{
	if (WARN_ON(!dmabuf))
		return;
	mutex_lock(&dmabuf->lock);
	if (--dmabuf->vmapping_counter == 0) {
		if (dmabuf->ops->vunmap)
			dmabuf->ops->vunmap(dmabuf, map);
		iosys_map_clear(&dmabuf->vmap_ptr);
	}
	mutex_unlock(&dmabuf->lock);
}
