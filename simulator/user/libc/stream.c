/* Streams: buffers before file descriptors. Standard output is written line by line, standard error at once. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <bits/libc-internal.h>

struct __stream {
	int fd;
	int mode; /* _IOFBF, _IOLBF or _IONBF */
	int writing; /* the buffer holds what is to be written, not what was read */
	int at_end, failed;
	size_t position, filled;
	int pushed_back; /* EOF: nothing */
	struct __stream *next;
	char buffer[BUFSIZ];
};

static struct __stream standard_input = { .fd = 0, .mode = _IOFBF, .pushed_back = EOF };
static struct __stream standard_output = { .fd = 1, .mode = _IOLBF, .pushed_back = EOF };
static struct __stream standard_error = { .fd = 2, .mode = _IONBF, .pushed_back = EOF };
static struct __stream *opened;

#undef stdin
#undef stdout
#undef stderr
FILE *stdin = &standard_input, *stdout = &standard_output, *stderr = &standard_error;

/* Writes all of it; how much went out. */
static size_t write_all(FILE *stream, const char *bytes, size_t count)
{
	size_t done = 0;

	while (done < count) {
		ssize_t written = write(stream->fd, bytes + done, count - done);

		if (written <= 0) {
			stream->failed = 1;
			break;
		}
		done += written;
	}
	return done;
}

static int flush(FILE *stream)
{
	size_t count = stream->filled;

	if (!stream->writing)
		return 0;
	stream->filled = 0;
	return write_all(stream, stream->buffer, count) == count ? 0 : EOF;
}

int fflush(FILE *stream)
{
	struct __stream *each;
	int result = 0;

	if (stream)
		return flush(stream);
	result |= flush(&standard_output);
	for (each = opened; each; each = each->next)
		result |= flush(each);
	return result;
}

void __flush_streams(void)
{
	fflush(NULL);
}

/* What was read ahead is given back before writing starts. */
static void start_writing(FILE *stream)
{
	if (stream->writing)
		return;
	if (stream->filled > stream->position)
		lseek(stream->fd, -(long)(stream->filled - stream->position), SEEK_CUR);
	stream->writing = 1;
	stream->position = stream->filled = 0;
}

static int ends_line(const char *bytes, size_t count)
{
	return memchr(bytes, '\n', count) != NULL;
}

static size_t put(FILE *stream, const char *bytes, size_t count)
{
	start_writing(stream);
	if (stream->mode == _IONBF)
		return write_all(stream, bytes, count);
	if (stream->filled + count > sizeof(stream->buffer) && flush(stream))
		return 0;
	if (count > sizeof(stream->buffer))
		return write_all(stream, bytes, count);
	memcpy(stream->buffer + stream->filled, bytes, count);
	stream->filled += count;
	if (stream->mode == _IOLBF && ends_line(bytes, count) && flush(stream))
		return 0;
	return count;
}

size_t fwrite(const void *buffer, size_t size, size_t count, FILE *stream)
{
	return size && count ? put(stream, buffer, size * count) / size : 0;
}

int fputs(const char *text, FILE *stream)
{
	size_t length = strlen(text);

	return put(stream, text, length) == length ? 1 : EOF;
}

int puts(const char *text)
{
	return fputs(text, stdout) == EOF ? EOF : putchar('\n') == EOF ? EOF : 1;
}

int fputc(int c, FILE *stream)
{
	char byte = c;

	return put(stream, &byte, 1) == 1 ? (unsigned char)byte : EOF;
}

int putc(int c, FILE *stream)
{
	return fputc(c, stream);
}

int putchar(int c)
{
	return fputc(c, stdout);
}

int vfprintf(FILE *stream, const char *format, va_list arguments)
{
	char small[512], *text = small;
	va_list again;
	int length;

	va_copy(again, arguments);
	length = __format(small, sizeof(small), format, again);
	va_end(again);
	if (length >= (int)sizeof(small)) {
		text = malloc(length + 1);
		if (!text)
			return -1;
		__format(text, length + 1, format, arguments);
	}
	if (put(stream, text, length) != (size_t)length)
		length = -1;
	if (text != small)
		free(text);
	return length;
}

int fprintf(FILE *stream, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vfprintf(stream, format, arguments);
	va_end(arguments);
	return length;
}

int vprintf(const char *format, va_list arguments)
{
	return vfprintf(stdout, format, arguments);
}

int printf(const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vfprintf(stdout, format, arguments);
	va_end(arguments);
	return length;
}

int dprintf(int fd, const char *format, ...)
{
	struct __stream stream = { .fd = fd, .mode = _IONBF, .pushed_back = EOF };
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vfprintf(&stream, format, arguments);
	va_end(arguments);
	return length;
}

/* Makes the buffer hold what comes next; 0 at the end. */
static int fill(FILE *stream)
{
	ssize_t got;

	if (stream->writing) {
		flush(stream);
		stream->writing = 0;
		stream->position = stream->filled = 0;
	}
	if (stream->position < stream->filled)
		return 1;
	got = read(stream->fd, stream->buffer, sizeof(stream->buffer));
	stream->position = 0;
	stream->filled = got > 0 ? got : 0;
	if (got == 0)
		stream->at_end = 1;
	if (got < 0)
		stream->failed = 1;
	return got > 0;
}

static size_t get(FILE *stream, char *bytes, size_t count)
{
	size_t done = 0;

	if (count && stream->pushed_back != EOF) {
		bytes[done++] = stream->pushed_back;
		stream->pushed_back = EOF;
	}
	while (done < count && fill(stream)) {
		size_t piece = stream->filled - stream->position;

		if (piece > count - done)
			piece = count - done;
		memcpy(bytes + done, stream->buffer + stream->position, piece);
		stream->position += piece;
		done += piece;
	}
	return done;
}

size_t fread(void *buffer, size_t size, size_t count, FILE *stream)
{
	return size && count ? get(stream, buffer, size * count) / size : 0;
}

int fgetc(FILE *stream)
{
	unsigned char byte;

	return get(stream, (char *)&byte, 1) ? byte : EOF;
}

int getc(FILE *stream)
{
	return fgetc(stream);
}

int getchar(void)
{
	return fgetc(stdin);
}

int ungetc(int c, FILE *stream)
{
	if (c == EOF || stream->pushed_back != EOF)
		return EOF;
	stream->pushed_back = (unsigned char)c;
	stream->at_end = 0;
	return stream->pushed_back;
}

char *fgets(char *buffer, int size, FILE *stream)
{
	int length = 0, c = 0;

	while (length < size - 1 && c != '\n') {
		c = fgetc(stream);
		if (c == EOF)
			break;
		buffer[length++] = c;
	}
	if (length == 0)
		return NULL;
	buffer[length] = 0;
	return buffer;
}

static int flags_of(const char *mode)
{
	int both = strchr(mode, '+') != NULL;

	switch (mode[0]) {
	case 'r':
		return both ? O_RDWR : O_RDONLY;
	case 'w':
		return (both ? O_RDWR : O_WRONLY) | O_CREAT | O_TRUNC;
	case 'a':
		return (both ? O_RDWR : O_WRONLY) | O_CREAT | O_APPEND;
	default:
		return -1;
	}
}

FILE *fdopen(int fd, const char *mode)
{
	struct __stream *stream = flags_of(mode) < 0 ? NULL : calloc(1, sizeof(*stream));

	if (!stream)
		return NULL;
	stream->fd = fd;
	stream->mode = _IOFBF;
	stream->pushed_back = EOF;
	stream->next = opened;
	opened = stream;
	return stream;
}

FILE *fopen(const char *path, const char *mode)
{
	int flags = flags_of(mode);
	FILE *stream;
	int fd;

	if (flags < 0) {
		errno = EINVAL;
		return NULL;
	}
	fd = open(path, flags, 0666);
	if (fd < 0)
		return NULL;
	stream = fdopen(fd, mode);
	if (!stream)
		close(fd);
	return stream;
}

int fclose(FILE *stream)
{
	struct __stream **place;
	int result = flush(stream);

	if (close(stream->fd))
		result = EOF;
	for (place = &opened; *place; place = &(*place)->next) {
		if (*place != stream)
			continue;
		*place = stream->next;
		free(stream);
		break;
	}
	return result;
}

int fseek(FILE *stream, long offset, int whence)
{
	if (stream->writing && flush(stream))
		return -1;
	if (whence == SEEK_CUR && !stream->writing)
		offset -= (stream->filled - stream->position) + (stream->pushed_back != EOF);
	stream->position = stream->filled = 0;
	stream->pushed_back = EOF;
	stream->at_end = 0;
	return lseek(stream->fd, offset, whence) < 0 ? -1 : 0;
}

long ftell(FILE *stream)
{
	long at = lseek(stream->fd, 0, SEEK_CUR);

	if (at < 0)
		return -1;
	if (stream->writing)
		return at + stream->filled;
	return at - (long)(stream->filled - stream->position) - (stream->pushed_back != EOF);
}

void rewind(FILE *stream)
{
	fseek(stream, 0, SEEK_SET);
	stream->failed = 0;
}

int feof(FILE *stream)
{
	return stream->at_end;
}

int ferror(FILE *stream)
{
	return stream->failed;
}

void clearerr(FILE *stream)
{
	stream->at_end = stream->failed = 0;
}

int fileno(FILE *stream)
{
	return stream->fd;
}

/* The stream's own buffer stays in use, whatever is offered. */
int setvbuf(FILE *stream, char *buffer, int mode, size_t size)
{
	(void)buffer;
	(void)size;
	flush(stream);
	stream->mode = mode;
	return 0;
}

void setbuf(FILE *stream, char *buffer)
{
	setvbuf(stream, buffer, buffer ? _IOFBF : _IONBF, BUFSIZ);
}
