/* Streams over file descriptors. A buffer holds either bytes to be written or bytes read ahead. */
#include <bits/thread.h>
#include "bits/stream.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

pthread_mutex_t __stream_lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

static unsigned char standard_buffers[2][1024];
static struct __stream standard_streams[3] = {
	{ .fd = 0, .flags = CAN_READ, .mode = _IOFBF, .buffer = standard_buffers[0], .size = 1024, .pushed = EOF },
	{ .fd = 1, .flags = CAN_WRITE, .mode = _IOLBF, .buffer = standard_buffers[1], .size = 1024, .pushed = EOF },
	{ .fd = 2, .flags = CAN_WRITE, .mode = _IONBF, .pushed = EOF },
};
#undef stdin
#undef stdout
#undef stderr
FILE *stdin = &standard_streams[0], *stdout = &standard_streams[1], *stderr = &standard_streams[2];
static FILE *opened_streams;

int __write_all(FILE *stream, const unsigned char *bytes, size_t count)
{
	while (count > 0) {
		ssize_t written = write(stream->fd, bytes, count);

		if (written <= 0) {
			stream->flags |= FAILED;
			return EOF;
		}
		bytes += written;
		count -= written;
	}
	return 0;
}

/* What was read ahead is given back to the file, as far as it has a position. */
static void drop_read_ahead(FILE *stream)
{
	long ahead = stream->filled - stream->position + (stream->pushed != EOF);
	int before = errno;

	if (ahead > 0)
		lseek(stream->fd, -ahead, SEEK_CUR);
	errno = before;
	stream->position = stream->filled = 0;
	stream->pushed = EOF;
}

static int flush_stream(FILE *stream)
{
	size_t count = stream->filled;

	if (!(stream->flags & WRITING)) {
		drop_read_ahead(stream);
		return 0;
	}
	stream->filled = 0;
	stream->flags &= ~WRITING;
	return __write_all(stream, stream->buffer, count);
}

int fflush(FILE *stream)
{
	HOLD(__stream_lock);
	int result = 0;

	if (stream)
		return flush_stream(stream);
	for (int i = 1; i < 3; i++)
		result |= flush_stream(&standard_streams[i]);
	for (stream = opened_streams; stream; stream = stream->next)
		result |= flush_stream(stream);
	return result;
}

/* Flags of open(), or -1. */
static int open_flags(const char *mode)
{
	int both = strchr(mode, '+') != NULL, flags;

	switch (*mode) {
	case 'r':
		flags = both ? O_RDWR : O_RDONLY;
		break;
	case 'w':
		flags = (both ? O_RDWR : O_WRONLY) | O_CREAT | O_TRUNC;
		break;
	case 'a':
		flags = (both ? O_RDWR : O_WRONLY) | O_CREAT | O_APPEND;
		break;
	default:
		errno = EINVAL;
		return -1;
	}
	if (strchr(mode, 'x'))
		flags |= O_EXCL;
	return strchr(mode, 'e') ? flags | O_CLOEXEC : flags;
}

static FILE *open_stream(int fd, int flags)
{
	FILE *stream = malloc(sizeof(*stream) + STREAM_BUFFER);
	int access = flags & O_ACCMODE;

	if (!stream)
		return NULL;
	memset(stream, 0, sizeof(*stream));
	stream->fd = fd;
	stream->flags = access == O_RDWR ? CAN_READ | CAN_WRITE : access == O_RDONLY ? CAN_READ : CAN_WRITE;
	stream->mode = _IOFBF;
	stream->buffer = (unsigned char *)(stream + 1);
	stream->size = STREAM_BUFFER;
	stream->pushed = EOF;
	stream->next = opened_streams;
	opened_streams = stream;
	return stream;
}

FILE *fdopen(int fd, const char *mode)
{
	int flags = open_flags(mode);

	return flags < 0 ? NULL : open_stream(fd, flags);
}

FILE *fopen(const char *path, const char *mode)
{
	HOLD(__stream_lock);
	int flags = open_flags(mode), fd;
	FILE *stream;

	if (flags < 0)
		return NULL;
	fd = open(path, flags, 0666);
	if (fd < 0)
		return NULL;
	stream = open_stream(fd, flags);
	if (!stream)
		close(fd);
	return stream;
}

FILE *freopen(const char *path, const char *mode, FILE *stream)
{
	int flags = open_flags(mode), access = flags & O_ACCMODE, fd;

	flush_stream(stream);
	close(stream->fd);
	fd = flags < 0 ? -1 : open(path, flags, 0666);
	stream->fd = fd;
	stream->flags = access == O_RDWR ? CAN_READ | CAN_WRITE : access == O_RDONLY ? CAN_READ : CAN_WRITE;
	return fd < 0 ? NULL : stream;
}

static int is_standard(const FILE *stream)
{
	return stream >= standard_streams && stream < standard_streams + 3;
}

int fclose(FILE *stream)
{
	HOLD(__stream_lock);
	int result = flush_stream(stream);

	if (close(stream->fd) < 0)
		result = EOF;
	if (is_standard(stream))
		return result;
	for (FILE **link = &opened_streams; *link; link = &(*link)->next) {
		if (*link == stream) {
			*link = stream->next;
			break;
		}
	}
	free(stream);
	return result;
}

int setvbuf(FILE *stream, char *buffer, int mode, size_t size)
{
	if (mode != _IONBF && mode != _IOLBF && mode != _IOFBF)
		return -1;
	flush_stream(stream);
	stream->mode = mode;
	if (buffer && size > 0) {
		stream->buffer = (unsigned char *)buffer;
		stream->size = size;
	}
	if (!stream->buffer && mode != _IONBF) {
		stream->buffer = malloc(STREAM_BUFFER);
		stream->size = STREAM_BUFFER;
		if (!stream->buffer)
			stream->mode = _IONBF;
	}
	return 0;
}

void setbuf(FILE *stream, char *buffer)
{
	setvbuf(stream, buffer, buffer ? _IOFBF : _IONBF, BUFSIZ);
}

void setlinebuf(FILE *stream)
{
	setvbuf(stream, NULL, _IOLBF, 0);
}

int fseek(FILE *stream, long offset, int whence)
{
	HOLD(__stream_lock);
	if (flush_stream(stream) < 0 || lseek(stream->fd, offset, whence) < 0)
		return -1;
	stream->flags &= ~AT_END;
	return 0;
}

long ftell(FILE *stream)
{
	HOLD(__stream_lock);
	long position = lseek(stream->fd, 0, SEEK_CUR);

	if (position < 0)
		return -1;
	if (stream->flags & WRITING)
		return position + stream->filled;
	return position - (stream->filled - stream->position) - (stream->pushed != EOF);
}

void rewind(FILE *stream)
{
	fseek(stream, 0, SEEK_SET);
	clearerr(stream);
}

int fseeko(FILE *stream, off_t offset, int whence) { return fseek(stream, offset, whence); }
off_t ftello(FILE *stream) { return ftell(stream); }
int fileno(FILE *stream) { return stream->fd; }
int feof(FILE *stream) { return (stream->flags & AT_END) != 0; }
int ferror(FILE *stream) { return (stream->flags & FAILED) != 0; }
void clearerr(FILE *stream) { stream->flags &= ~(AT_END | FAILED); }
