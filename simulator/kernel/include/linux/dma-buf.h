/* Buffers that drivers share by file descriptors: one exports them, others attach their devices. Fences and reservations are not modelled. */
#ifndef __DMA_BUF_H__
#define __DMA_BUF_H__

#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/iosys-map.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/scatterlist.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <uapi/linux/dma-buf.h>

struct dma_buf;
struct dma_buf_attachment;
struct dma_resv;

struct dma_buf_ops {
	bool cache_sgt_mapping;
	int (*attach)(struct dma_buf *dmabuf, struct dma_buf_attachment *attachment);
	void (*detach)(struct dma_buf *dmabuf, struct dma_buf_attachment *attachment);
	int (*pin)(struct dma_buf_attachment *attachment);
	void (*unpin)(struct dma_buf_attachment *attachment);
	struct sg_table *(*map_dma_buf)(struct dma_buf_attachment *attachment, enum dma_data_direction direction);
	void (*unmap_dma_buf)(struct dma_buf_attachment *attachment, struct sg_table *table,
			      enum dma_data_direction direction);
	void (*release)(struct dma_buf *dmabuf);
	int (*begin_cpu_access)(struct dma_buf *dmabuf, enum dma_data_direction direction);
	int (*end_cpu_access)(struct dma_buf *dmabuf, enum dma_data_direction direction);
	int (*mmap)(struct dma_buf *dmabuf, struct vm_area_struct *vma);
	int (*vmap)(struct dma_buf *dmabuf, struct iosys_map *map);
	void (*vunmap)(struct dma_buf *dmabuf, struct iosys_map *map);
};

struct dma_buf {
	size_t size;
	struct file *file;
	struct list_head attachments;
	const struct dma_buf_ops *ops;
	struct mutex lock;
	unsigned int vmapping_counter;
	struct iosys_map vmap_ptr;
	const char *exp_name;
	const char *name;
	spinlock_t name_lock;
	struct module *owner;
	struct list_head list_node;
	void *priv;
	struct dma_resv *resv;
};

struct dma_buf_attachment {
	struct dma_buf *dmabuf;
	struct device *dev;
	struct list_head node;
	struct sg_table *sgt;
	enum dma_data_direction dir;
	void *importer_priv;
	void *priv;
};

struct dma_buf_export_info {
	const char *exp_name;
	struct module *owner;
	const struct dma_buf_ops *ops;
	size_t size;
	int flags;
	struct dma_resv *resv;
	void *priv;
};
#define DEFINE_DMA_BUF_EXPORT_INFO(name) \
	struct dma_buf_export_info name = { .exp_name = KBUILD_MODNAME, .owner = THIS_MODULE }

static inline void get_dma_buf(struct dma_buf *dmabuf) { get_file(dmabuf->file); }

/* drivers/dma-buf/dma-buf.c */
struct dma_buf *dma_buf_export(const struct dma_buf_export_info *info);
int dma_buf_fd(struct dma_buf *dmabuf, int flags);
struct dma_buf *dma_buf_get(int fd);
void dma_buf_put(struct dma_buf *dmabuf);
struct dma_buf_attachment *dma_buf_attach(struct dma_buf *dmabuf, struct device *dev);
void dma_buf_detach(struct dma_buf *dmabuf, struct dma_buf_attachment *attachment);
struct sg_table *dma_buf_map_attachment(struct dma_buf_attachment *attachment, enum dma_data_direction direction);
void dma_buf_unmap_attachment(struct dma_buf_attachment *attachment, struct sg_table *table,
			      enum dma_data_direction direction);
#define dma_buf_map_attachment_unlocked(attachment, direction) dma_buf_map_attachment(attachment, direction)
#define dma_buf_unmap_attachment_unlocked(attachment, table, direction) \
	dma_buf_unmap_attachment(attachment, table, direction)
int dma_buf_begin_cpu_access(struct dma_buf *dmabuf, enum dma_data_direction direction);
int dma_buf_end_cpu_access(struct dma_buf *dmabuf, enum dma_data_direction direction);
int dma_buf_mmap(struct dma_buf *dmabuf, struct vm_area_struct *vma, unsigned long pgoff);
int dma_buf_vmap(struct dma_buf *dmabuf, struct iosys_map *map);
void dma_buf_vunmap(struct dma_buf *dmabuf, struct iosys_map *map);

#endif
