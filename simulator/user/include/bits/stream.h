/* What a FILE is, for the C library's own files. */
#ifndef _BITS_STREAM_H
#define _BITS_STREAM_H

#include <bits/thread.h>
#include <stdio.h>

#define STREAM_BUFFER 4096

enum {
	CAN_READ = 1,
	CAN_WRITE = 2,
	AT_END = 4,
	FAILED = 8,
	WRITING = 16 /* the buffer holds bytes that are not in the file yet */
};

struct __stream {
	int fd;
	int flags;
	int mode; /* _IOFBF, _IOLBF or _IONBF */
	int pushed; /* by ungetc, or EOF */
	unsigned char *buffer;
	size_t size;
	size_t position; /* of the next byte to be read */
	size_t filled;
	struct __stream *next; /* of those that fopen made */
};

int __write_all(FILE *stream, const unsigned char *bytes, size_t count);

/* Held while a stream is worked on: one lock for all of them. */
extern pthread_mutex_t __stream_lock;

#endif
