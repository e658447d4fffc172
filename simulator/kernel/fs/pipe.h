/* Shared by the files of pipes. */
#ifndef _FS_PIPE_H
#define _FS_PIPE_H

#include <linux/fs.h>
#include <linux/mutex.h>
#include <linux/wait.h>

struct pipe_buffer {
	struct page *page;
	unsigned int offset, length;
	bool closed; /* nothing is added behind: a packet, or a program's own page */
	bool packet;
};

struct pipe {
	struct mutex mutex;
	wait_queue_head_t readable, writable;
	unsigned int head, tail, size; /* of the ring, which is a power of two */
	unsigned int readers, writers;
	atomic_t files; /* the last one takes the pipe with it */
	struct pipe_buffer *buffers;
	struct inode inode;
};

static inline bool __pipe_is_full(const struct pipe *pipe)
{
	return pipe->head - pipe->tail >= pipe->size;
}

static inline struct pipe_buffer *__pipe_buffer_at(struct pipe *pipe, unsigned int position)
{
	return &pipe->buffers[position & (pipe->size - 1)];
}

/* -EPIPE, and SIGPIPE for the program. */
long __nobody_reads(void);
/* NULL: another file. */
struct pipe *__get_pipe_info(struct file *file);

#endif
