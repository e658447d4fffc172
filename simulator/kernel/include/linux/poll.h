/* Waiting for files to become ready. */
#ifndef _LINUX_POLL_H
#define _LINUX_POLL_H

#include <linux/eventpoll.h>
#include <linux/fs.h>
#include <linux/wait.h>

struct poll_table_struct;
typedef void (*poll_queue_proc)(struct file *file, wait_queue_head_t *queue, struct poll_table_struct *table);

typedef struct poll_table_struct {
	poll_queue_proc _qproc;
	__poll_t _key;
} poll_table;

static inline void poll_wait(struct file *file, wait_queue_head_t *queue, poll_table *table)
{
	if (table && table->_qproc && queue)
		table->_qproc(file, queue, table);
}

#endif
