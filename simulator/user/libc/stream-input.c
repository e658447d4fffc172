/* Reading from streams. */
#include <bits/thread.h>
#include "bits/stream.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The end is remembered and so is an error. */
static size_t read_some(FILE *stream, void *to, size_t count)
{
	ssize_t got = read(stream->fd, to, count);

	if (got == 0)
		stream->flags |= AT_END;
	if (got < 0)
		stream->flags |= FAILED;
	return got < 0 ? 0 : got;
}

/* The stream is about to be read. */
static int begin_reading(FILE *stream)
{
	if (!(stream->flags & CAN_READ)) {
		errno = EBADF;
		stream->flags |= FAILED;
		return EOF;
	}
	if (stream->flags & WRITING)
		return fflush(stream);
	return 0;
}

/* Bytes that can be had without reading any more; reads when there are none. */
static size_t available(FILE *stream)
{
	if (stream->position == stream->filled) {
		stream->position = 0;
		stream->filled = read_some(stream, stream->buffer, stream->mode == _IONBF ? 1 : stream->size);
	}
	return stream->filled - stream->position;
}

size_t fread(void *to, size_t size, size_t count, FILE *stream)
{
	HOLD(__stream_lock);
	size_t wanted = size * count, done = 0;
	char *bytes = to;

	if (!wanted || begin_reading(stream) < 0)
		return 0;
	if (stream->pushed != EOF) {
		bytes[done++] = stream->pushed;
		stream->pushed = EOF;
	}
	while (done < wanted) {
		size_t some = wanted - done;

		if (stream->position == stream->filled && some >= stream->size) {
			some = read_some(stream, bytes + done, some);
		} else {
			size_t there = available(stream);

			if (some > there)
				some = there;
			memcpy(bytes + done, stream->buffer + stream->position, some);
			stream->position += some;
		}
		if (!some)
			break;
		done += some;
	}
	return done / size;
}

int fgetc(FILE *stream)
{
	HOLD(__stream_lock);
	int pushed = stream->pushed;

	if (pushed != EOF) {
		stream->pushed = EOF;
		return pushed;
	}
	if (begin_reading(stream) < 0 || !available(stream))
		return EOF;
	return stream->buffer[stream->position++];
}

int getc(FILE *stream) { return fgetc(stream); }
int getchar(void) { return fgetc(stdin); }

int ungetc(int c, FILE *stream)
{
	HOLD(__stream_lock);
	if (c == EOF || stream->pushed != EOF)
		return EOF;
	stream->flags &= ~AT_END;
	return stream->pushed = (unsigned char)c;
}

char *fgets(char *to, int size, FILE *stream)
{
	HOLD(__stream_lock);
	int length = 0;

	while (length < size - 1) {
		int c = fgetc(stream);

		if (c == EOF)
			break;
		to[length++] = c;
		if (c == '\n')
			break;
	}
	if (!length)
		return NULL;
	to[length] = 0;
	return to;
}

static int has_room(char **line, size_t *size, size_t wanted)
{
	char *larger;

	if (*line && *size >= wanted)
		return 1;
	larger = realloc(*line, wanted < 120 ? 120 : 2 * wanted);
	if (!larger)
		return 0;
	*line = larger;
	*size = wanted < 120 ? 120 : 2 * wanted;
	return 1;
}

ssize_t getdelim(char **line, size_t *size, int delimiter, FILE *stream)
{
	HOLD(__stream_lock);
	ssize_t length = 0;
	int c;

	do {
		if (!has_room(line, size, length + 2))
			return -1;
		c = fgetc(stream);
		if (c == EOF)
			break;
		(*line)[length++] = c;
	} while (c != delimiter);
	(*line)[length] = 0;
	return length ? length : -1;
}

ssize_t getline(char **line, size_t *size, FILE *stream)
{
	return getdelim(line, size, '\n', stream);
}
