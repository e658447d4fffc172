/* The page cache. */
#ifndef _LINUX_PAGEMAP_H
#define _LINUX_PAGEMAP_H

#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/sched.h>

/* The model's own: repeats a call that answers EIOCBQUEUED, with the task put to sleep, until the block device has done something. */
#define __repeat_after_io(call) ({ long answer_; while ((answer_ = (call)) == -EIOCBQUEUED) schedule(); answer_; })

/* fs/ramfs.c */
extern const struct file_operations __ramfs_operations;
void __filemap_write_and_wait_range(unsigned long number, loff_t start, loff_t end);

/* Number of an ordinary file in the page cache; 0: the file is none. */
static inline unsigned long __page_cache_number(const struct file *file)
{
	return file->f_op == &__ramfs_operations ? (unsigned long)file->private_data : 0;
}

/* A driver that includes this header has these too. */
#include <linux/highmem.h>

#endif
