/* A buffer that one side exports as a dma-buf and the other, edu, attaches to and reads. */
#include <linux/anon_inodes.h>
#include <linux/delay.h>
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

struct shared {
	void *memory;
	size_t size;
};

static struct pci_dev *edu;
static void __iomem *registers;

static struct sg_table *share_map(struct dma_buf_attachment *attachment, enum dma_data_direction direction)
{
	struct shared *shared = attachment->dmabuf->priv;
	struct sg_table *table = kzalloc(sizeof(*table), GFP_KERNEL);
	int error;

	if (!table || sg_alloc_table(table, 1, GFP_KERNEL))
		return ERR_PTR(-ENOMEM);
	sg_set_buf(table->sgl, shared->memory, shared->size);
	error = dma_map_sgtable(attachment->dev, table, direction, 0);
	pr_info("mapped for %s: %d\n", dev_name(attachment->dev), error);
	if (!error)
		return table;
	sg_free_table(table);
	kfree(table);
	return ERR_PTR(error);
}

static void share_unmap(struct dma_buf_attachment *attachment, struct sg_table *table, enum dma_data_direction direction)
{
	pr_info("unmapped\n");
	dma_unmap_sgtable(attachment->dev, table, direction, 0);
	sg_free_table(table);
	kfree(table);
}

static void share_release(struct dma_buf *dmabuf)
{
	struct shared *shared = dmabuf->priv;

	pr_info("released, name %s\n", dmabuf->name);
	free_pages((unsigned long)shared->memory, get_order(shared->size));
	kfree(shared);
}

static int share_begin(struct dma_buf *dmabuf, enum dma_data_direction direction)
{
	pr_info("begin %d\n", direction);
	return 0;
}

static int share_end(struct dma_buf *dmabuf, enum dma_data_direction direction)
{
	pr_info("end %d\n", direction);
	return 0;
}

static int share_mmap(struct dma_buf *dmabuf, struct vm_area_struct *vma)
{
	struct shared *shared = dmabuf->priv;

	return remap_pfn_range(vma, vma->vm_start, virt_to_phys(shared->memory) >> PAGE_SHIFT, vma->vm_end - vma->vm_start,
			       vma->vm_page_prot);
}

static int share_vmap(struct dma_buf *dmabuf, struct iosys_map *map)
{
	iosys_map_set_vaddr(map, ((struct shared *)dmabuf->priv)->memory);
	return 0;
}

static const struct dma_buf_ops share_ops = {
	.map_dma_buf = share_map, .unmap_dma_buf = share_unmap, .release = share_release, .mmap = share_mmap,
	.begin_cpu_access = share_begin, .end_cpu_access = share_end, .vmap = share_vmap,
};

static long export_buffer(size_t size)
{
	DEFINE_DMA_BUF_EXPORT_INFO(info);
	struct shared *shared = kzalloc(sizeof(*shared), GFP_KERNEL);
	struct dma_buf *dmabuf;

	shared->size = size;
	shared->memory = (void *)__get_free_pages(GFP_KERNEL | GFP_DMA | __GFP_ZERO, get_order(size));
	info.ops = &share_ops;
	info.size = size;
	info.flags = O_RDWR | O_CLOEXEC;
	info.priv = shared;
	dmabuf = dma_buf_export(&info);
	return IS_ERR(dmabuf) ? PTR_ERR(dmabuf) : dma_buf_fd(dmabuf, O_CLOEXEC);
}

/* edu reads the first 8 bytes; the CPU looks at what it got by reading the device's buffer back. */
static long import_buffer(int fd)
{
	struct dma_buf *dmabuf = dma_buf_get(fd);
	struct dma_buf_attachment *attachment;
	struct iosys_map map;
	struct sg_table *table;
	u32 *memory;

	if (IS_ERR(dmabuf))
		return PTR_ERR(dmabuf);
	attachment = dma_buf_attach(dmabuf, &edu->dev);
	table = dma_buf_map_attachment(attachment, DMA_BIDIRECTIONAL);
	if (IS_ERR(table)) {
		dma_buf_detach(dmabuf, attachment);
		dma_buf_put(dmabuf);
		return PTR_ERR(table);
	}
	pr_info("%s, %zu bytes, %d segments of %u\n", dmabuf->exp_name, dmabuf->size, table->nents, sg_dma_len(table->sgl));
	writeq(sg_dma_address(table->sgl), registers + 0x80);
	writeq(0x40000, registers + 0x88);
	writeq(8, registers + 0x90);
	writeq(1, registers + 0x98);
	msleep(150);
	writeq(0x40000, registers + 0x80);
	writeq(sg_dma_address(table->sgl) + 8, registers + 0x88);
	writeq(3, registers + 0x98);
	msleep(150);
	dma_buf_unmap_attachment(attachment, table, DMA_BIDIRECTIONAL);
	dma_buf_detach(dmabuf, attachment);
	pr_info("vmap %d\n", dma_buf_vmap(dmabuf, &map));
	memory = map.vaddr;
	pr_info("%x %x %x %x\n", memory[0], memory[1], memory[2], memory[3]);
	dma_buf_vunmap(dmabuf, &map);
	dma_buf_put(dmabuf);
	return 0;
}

static long share_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	return command == 0x7301 ? export_buffer(argument) : command == 0x7302 ? import_buffer(argument) : -ENOTTY;
}

static const struct file_operations share_fops = { .owner = THIS_MODULE, .unlocked_ioctl = share_ioctl };
static struct miscdevice share_device = { .minor = MISC_DYNAMIC_MINOR, .name = "share", .fops = &share_fops };

static int __init share_init(void)
{
	int error;

	edu = pci_get_device(0x1234, 0x11e8, NULL);
	if (!edu)
		return -ENODEV;
	error = pci_enable_device(edu) ?: dma_set_mask_and_coherent(&edu->dev, DMA_BIT_MASK(28));
	if (error)
		return error;
	pci_set_master(edu);
	registers = pci_iomap(edu, 0, 0);
	return misc_register(&share_device);
}

static void __exit share_exit(void)
{
	misc_deregister(&share_device);
	pci_iounmap(edu, registers);
	pci_disable_device(edu);
	pci_dev_put(edu);
}

module_init(share_init);
module_exit(share_exit);
MODULE_LICENSE("GPL");
MODULE_IMPORT_NS(DMA_BUF);
