/* Writing to streams. */
#include <bits/thread.h>
#include "bits/stream.h"
#include <errno.h>
#include <string.h>

/* The stream is about to be written to. */
static int begin_writing(FILE *stream)
{
	if (!(stream->flags & CAN_WRITE)) {
		errno = EBADF;
		stream->flags |= FAILED;
		return EOF;
	}
	if (!(stream->flags & WRITING)) {
		fflush(stream);
		stream->flags |= WRITING;
	}
	return 0;
}

/* Whole buffers go out at once and are not copied. */
static int append(FILE *stream, const unsigned char *bytes, size_t count)
{
	size_t room = stream->size - stream->filled;

	if (count < room) {
		memcpy(stream->buffer + stream->filled, bytes, count);
		stream->filled += count;
		return 0;
	}
	if (fflush(stream) < 0)
		return EOF;
	stream->flags |= WRITING;
	if (count >= stream->size)
		return __write_all(stream, bytes, count);
	memcpy(stream->buffer, bytes, count);
	stream->filled = count;
	return 0;
}

static int put_bytes(FILE *stream, const unsigned char *bytes, size_t count)
{
	const unsigned char *newline;
	size_t lines;

	if (begin_writing(stream) < 0)
		return EOF;
	if (stream->mode == _IONBF)
		return __write_all(stream, bytes, count);
	newline = stream->mode == _IOLBF ? memrchr(bytes, '\n', count) : NULL;
	if (!newline)
		return append(stream, bytes, count);
	lines = newline + 1 - bytes;
	if (append(stream, bytes, lines) < 0 || fflush(stream) < 0)
		return EOF;
	return lines < count ? put_bytes(stream, bytes + lines, count - lines) : 0;
}

size_t fwrite(const void *from, size_t size, size_t count, FILE *stream)
{
	HOLD(__stream_lock);
	if (!size || !count)
		return 0;
	return put_bytes(stream, from, size * count) < 0 ? 0 : count;
}

int fputc(int c, FILE *stream)
{
	HOLD(__stream_lock);
	unsigned char byte = c;

	return put_bytes(stream, &byte, 1) < 0 ? EOF : byte;
}

int putc(int c, FILE *stream) { return fputc(c, stream); }
int putchar(int c) { return fputc(c, stdout); }

int fputs(const char *text, FILE *stream)
{
	HOLD(__stream_lock);
	size_t length = strlen(text);

	return length && put_bytes(stream, (const unsigned char *)text, length) < 0 ? EOF : 1;
}

/* The text and its newline in one piece where the buffer has room. */
int puts(const char *text)
{
	HOLD(__stream_lock);
	if (!(stdout->flags & WRITING) && begin_writing(stdout) < 0)
		return EOF;
	if (append(stdout, (const unsigned char *)text, strlen(text)) < 0)
		return EOF;
	return fputc('\n', stdout) < 0 ? EOF : 1;
}
