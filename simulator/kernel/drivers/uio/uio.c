/* /dev/uioN: reading waits for the next interrupt, mmap gives the device's memory, writing switches its interrupt. */
#include <linux/err.h>
#include <linux/idr.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/uio_driver.h>
#include <linux/vmalloc.h>


static DEFINE_IDR(uio_idr);
static struct cdev *uio_cdev;

/* One open file: the last event that it has seen. */
struct uio_listener {
	struct uio_device *dev;
	s32 event_count;
};

static struct uio_device *to_uio_device(struct device *dev)
{
	return dev_get_drvdata(dev);
}

static ssize_t uio_name_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	struct uio_info *info = to_uio_device(dev)->info;

	return info ? sprintf(buffer, "%s\n", info->name) : -EINVAL;
}

static ssize_t uio_version_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	struct uio_info *info = to_uio_device(dev)->info;

	return info ? sprintf(buffer, "%s\n", info->version) : -EINVAL;
}

static ssize_t uio_event_show(struct device *dev, struct device_attribute *attribute, char *buffer)
{
	return sprintf(buffer, "%u\n", (unsigned int)atomic_read(&to_uio_device(dev)->event));
}

static struct device_attribute uio_name = __ATTR(name, 0444, uio_name_show, NULL);
static struct device_attribute uio_version = __ATTR(version, 0444, uio_version_show, NULL);
static struct device_attribute uio_event = __ATTR(event, 0444, uio_event_show, NULL);
static struct attribute *uio_attrs[] = { &uio_name.attr, &uio_version.attr, &uio_event.attr, NULL };
ATTRIBUTE_GROUPS(uio);
static struct class uio_class = { .name = "uio", .dev_groups = uio_groups };

/* maps/mapN of a device's directory */
struct uio_map {
	struct kobject kobj;
	struct uio_mem *mem;
};

static ssize_t uio_map_show(struct kobject *kobj, struct attribute *attribute, char *buffer)
{
	struct uio_mem *mem = container_of(kobj, struct uio_map, kobj)->mem;

	switch (attribute->name[0]) {
	case 'n': return sprintf(buffer, "%s\n", mem->name ? mem->name : "");
	case 'a': return sprintf(buffer, "%pa\n", &mem->addr);
	case 's': return sprintf(buffer, "%pa\n", &mem->size);
	default: return sprintf(buffer, "0x%llx\n", (unsigned long long)mem->offs);
	}
}

static void release_uio_map(struct kobject *kobj)
{
	kfree(container_of(kobj, struct uio_map, kobj));
}

static struct attribute uio_map_name = { "name", 0444 }, uio_map_addr = { "addr", 0444 }, uio_map_size = { "size", 0444 },
			uio_map_offset = { "offset", 0444 };
static struct attribute *uio_map_attrs[] = { &uio_map_name, &uio_map_addr, &uio_map_size, &uio_map_offset, NULL };
ATTRIBUTE_GROUPS(uio_map);
static const struct sysfs_ops uio_map_ops = { .show = uio_map_show };
static const struct kobj_type uio_map_ktype = {
	.release = release_uio_map, .sysfs_ops = &uio_map_ops, .default_groups = uio_map_groups,
};

/* The directories go with the device's. */
static void show_maps(struct uio_device *idev)
{
	struct kobject *maps = NULL;
	int i;

	for (i = 0; i < MAX_UIO_MAPS && idev->info->mem[i].size; i++) {
		struct uio_map *map = kzalloc(sizeof(*map), GFP_KERNEL);

		if (!maps)
			maps = kobject_create_and_add("maps", &idev->dev.kobj);
		if (!map || !maps)
			return;
		map->mem = &idev->info->mem[i];
		if (kobject_init_and_add(&map->kobj, &uio_map_ktype, maps, "map%d", i))
			return;
	}
}

void uio_event_notify(struct uio_info *info)
{
	struct uio_device *idev = info->uio_dev;

	atomic_inc(&idev->event);
	wake_up_interruptible(&idev->wait);
	kill_fasync(&idev->async_queue, SIGIO, POLL_IN);
}

static irqreturn_t uio_interrupt(int irq, void *data)
{
	struct uio_device *idev = data;
	irqreturn_t result = idev->info->handler(irq, idev->info);

	if (result == IRQ_HANDLED)
		uio_event_notify(idev->info);
	return result;
}

static int uio_open(struct inode *inode, struct file *file)
{
	struct uio_device *idev = idr_find(&uio_idr, iminor(inode));
	struct uio_listener *listener;
	int error = 0;

	if (!idev)
		return -ENODEV;
	get_device(&idev->dev);
	if (!try_module_get(idev->owner)) {
		put_device(&idev->dev);
		return -ENODEV;
	}
	listener = kmalloc(sizeof(*listener), GFP_KERNEL);
	if (listener) {
		listener->dev = idev;
		listener->event_count = atomic_read(&idev->event);
		file->private_data = listener;
		error = !idev->info ? -EINVAL : idev->info->open ? idev->info->open(idev->info, inode) : 0;
	}
	if (listener && !error)
		return 0;
	kfree(listener);
	module_put(idev->owner);
	put_device(&idev->dev);
	return error ? error : -ENOMEM;
}

static int uio_fasync(int fd, struct file *file, int on)
{
	struct uio_listener *listener = file->private_data;

	return fasync_helper(fd, file, on, &listener->dev->async_queue);
}

static int uio_release(struct inode *inode, struct file *file)
{
	struct uio_listener *listener = file->private_data;
	struct uio_device *idev = listener->dev;
	int result = 0;

	if (idev->info && idev->info->release)
		result = idev->info->release(idev->info, inode);
	module_put(idev->owner);
	kfree(listener);
	put_device(&idev->dev);
	return result;
}

static __poll_t uio_poll(struct file *file, poll_table *table)
{
	struct uio_listener *listener = file->private_data;
	struct uio_device *idev = listener->dev;

	if (!idev->info || !idev->info->irq)
		return EPOLLERR;
	poll_wait(file, &idev->wait, table);
	return listener->event_count != atomic_read(&idev->event) ? EPOLLIN | EPOLLRDNORM : 0;
}

/* The number of events so far, when there is a new one. */
static ssize_t uio_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	struct uio_listener *listener = file->private_data;
	struct uio_device *idev = listener->dev;
	s32 events;
	int error;

	if (count != sizeof(s32))
		return -EINVAL;
	if (!idev->info || !idev->info->irq)
		return -EIO;
	if ((file->f_flags & O_NONBLOCK) && listener->event_count == atomic_read(&idev->event))
		return -EAGAIN;
	error = wait_event_interruptible(idev->wait, listener->event_count != atomic_read(&idev->event));
	if (error)
		return error;
	events = atomic_read(&idev->event);
	if (copy_to_user(buffer, &events, count))
		return -EFAULT;
	listener->event_count = events;
	return count;
}

static ssize_t uio_write(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	struct uio_listener *listener = file->private_data;
	struct uio_device *idev = listener->dev;
	s32 on;
	int error;

	if (count != sizeof(s32))
		return -EINVAL;
	if (copy_from_user(&on, buffer, count))
		return -EFAULT;
	if (!idev->info)
		return -EINVAL;
	if (!idev->info->irq)
		return -EIO;
	if (!idev->info->irqcontrol)
		return -ENOSYS;
	error = idev->info->irqcontrol(idev->info, on);
	return error ? error : sizeof(s32);
}

static vm_fault_t uio_fault(struct vm_fault *fault)
{
	struct uio_mem *mem = fault->vma->vm_private_data;
	unsigned long offset = (fault->pgoff - fault->vma->vm_pgoff) << PAGE_SHIFT;
	void *address = (void *)(unsigned long)mem->addr + offset;
	struct page *page = mem->memtype == UIO_MEM_LOGICAL ? virt_to_page(address) : vmalloc_to_page(address);

	get_page(page);
	fault->page = page;
	return 0;
}

static const struct vm_operations_struct uio_logical_ops = { .fault = uio_fault };

/* Which map is meant is said by the offset: map N at N pages. */
static int uio_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct uio_listener *listener = file->private_data;
	struct uio_device *idev = listener->dev;
	struct uio_mem *mem;
	unsigned long pages;

	if (!idev->info || vma->vm_pgoff >= MAX_UIO_MAPS || !idev->info->mem[vma->vm_pgoff].size)
		return -EINVAL;
	mem = &idev->info->mem[vma->vm_pgoff];
	vma->vm_private_data = mem;
	pages = ((mem->addr & ~PAGE_MASK) + mem->size + PAGE_SIZE - 1) >> PAGE_SHIFT;
	if (vma_pages(vma) > pages)
		return -EINVAL;
	if (idev->info->mmap)
		return idev->info->mmap(idev->info, vma);
	switch (mem->memtype) {
	case UIO_MEM_IOVA:
	case UIO_MEM_PHYS:
		if (mem->addr & ~PAGE_MASK)
			return -ENODEV;
		if (mem->memtype == UIO_MEM_PHYS)
			vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);
		return remap_pfn_range(vma, vma->vm_start, mem->addr >> PAGE_SHIFT, vma->vm_end - vma->vm_start,
				       vma->vm_page_prot);
	case UIO_MEM_LOGICAL:
	case UIO_MEM_VIRTUAL:
		vma->vm_flags |= VM_DONTEXPAND | VM_DONTDUMP;
		vma->vm_ops = &uio_logical_ops;
		return 0;
	default:
		return -EINVAL;
	}
}

static const struct file_operations uio_fops = {
	.owner = NULL, .open = uio_open, .release = uio_release, .read = uio_read, .write = uio_write, .mmap = uio_mmap,
	.poll = uio_poll, .fasync = uio_fasync, .llseek = noop_llseek,
};

/* The subsystem is there from the first device on. */
static int start_uio(void)
{
	int error;

	if (uio_cdev)
		return 0;
	error = class_register(&uio_class);
	if (error)
		return error;
	uio_cdev = cdev_alloc();
	uio_cdev->ops = &uio_fops;
	return cdev_add(uio_cdev, MKDEV(__UIO_MAJOR, 0), __UIO_MINORS);
}

static void release_uio(struct device *dev)
{
	kfree(dev_get_drvdata(dev));
}

int __uio_register_device(struct module *owner, struct device *parent, struct uio_info *info)
{
	struct uio_device *idev;
	int error = start_uio();

	if (error)
		return error;
	if (!parent || !info || !info->name || !info->version)
		return -EINVAL;
	info->uio_dev = NULL;
	idev = kzalloc(sizeof(*idev), GFP_KERNEL);
	if (!idev)
		return -ENOMEM;
	idev->owner = owner;
	idev->info = info;
	init_waitqueue_head(&idev->wait);
	idev->minor = idr_alloc(&uio_idr, idev, 0, 0, GFP_KERNEL);
	device_initialize(&idev->dev);
	idev->dev.devt = MKDEV(__UIO_MAJOR, idev->minor);
	idev->dev.class = &uio_class;
	idev->dev.parent = parent;
	idev->dev.release = release_uio;
	dev_set_drvdata(&idev->dev, idev);
	error = dev_set_name(&idev->dev, "uio%d", idev->minor);
	if (!error)
		error = device_add(&idev->dev);
	if (error) {
		idr_remove(&uio_idr, idev->minor);
		put_device(&idev->dev);
		return error;
	}
	show_maps(idev);
	info->uio_dev = idev;
	if (info->irq && info->irq != UIO_IRQ_CUSTOM)
		error = request_irq(info->irq, uio_interrupt, info->irq_flags, info->name, idev);
	if (error) {
		info->uio_dev = NULL;
		idr_remove(&uio_idr, idev->minor);
		device_unregister(&idev->dev);
	}
	return error;
}

void uio_unregister_device(struct uio_info *info)
{
	struct uio_device *idev;

	if (!info || !info->uio_dev)
		return;
	idev = info->uio_dev;
	if (info->irq && info->irq != UIO_IRQ_CUSTOM)
		free_irq(info->irq, idev);
	idr_remove(&uio_idr, idev->minor);
	idev->info = NULL;
	wake_up_interruptible(&idev->wait);
	kill_fasync(&idev->async_queue, SIGIO, POLL_HUP);
	device_unregister(&idev->dev);
}

static void unregister_managed(void *info)
{
	uio_unregister_device(info);
}

int __devm_uio_register_device(struct module *owner, struct device *parent, struct uio_info *info)
{
	int error = __uio_register_device(owner, parent, info);

	return error ? error : devm_add_action_or_reset(parent, unregister_managed, info);
}
