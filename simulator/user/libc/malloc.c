/* The heap: blocks below 128 KiB come from brk in power-of-two classes, larger ones from mmap, as glibc divides them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MMAP_THRESHOLD (128 * 1024)
#define SMALLEST 32
#define CLASSES 14
#define PAGE 4096ul
#define IN_USE 0x6d616c6c6f632101ul
#define FREED 0x6d616c6c6f632102ul

/* Before every block; 16 bytes, so that blocks are aligned to 16. */
struct header {
	size_t size; /* of the whole piece, this included */
	unsigned long state;
};

struct free_block {
	struct header header;
	struct free_block *next;
};

static struct free_block *free_lists[CLASSES];
static char *chunk, *chunk_end;

static int class_of(size_t size)
{
	size_t limit = SMALLEST;
	int class = 0;

	while (limit < size) {
		limit *= 2;
		class++;
	}
	return class;
}

/* Cuts from the heap's end, which grows by 132 KiB at a time. */
static struct header *cut(size_t size)
{
	struct header *piece;

	if ((size_t)(chunk_end - chunk) < size) {
		size_t grow = size > 33 * PAGE ? (size + PAGE - 1) & ~(PAGE - 1) : 33 * PAGE;
		char *start = sbrk(grow);

		if (start == (char *)-1)
			return NULL;
		if (start != chunk_end)
			chunk = (char *)(((unsigned long)start + 15) & ~15ul);
		chunk_end = start + grow;
	}
	piece = (struct header *)chunk;
	chunk += size;
	return piece;
}

static struct header *map(size_t size)
{
	size_t length = (size + PAGE - 1) & ~(PAGE - 1);
	struct header *piece;

	if (length < size)
		return NULL;
	piece = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (piece == MAP_FAILED)
		return NULL;
	piece->size = length;
	return piece;
}

static struct header *take(size_t size)
{
	int class = class_of(size);
	struct free_block *block = free_lists[class];
	struct header *piece;

	if (block) {
		free_lists[class] = block->next;
		return &block->header;
	}
	piece = cut((size_t)SMALLEST << class);
	if (piece)
		piece->size = (size_t)SMALLEST << class;
	return piece;
}

void *malloc(size_t size)
{
	size_t whole = size + sizeof(struct header);
	struct header *piece = NULL;

	if (whole >= size)
		piece = size >= MMAP_THRESHOLD ? map(whole) : take(whole);
	if (!piece) {
		errno = ENOMEM;
		return NULL;
	}
	piece->state = IN_USE;
	return piece + 1;
}

void *calloc(size_t count, size_t size)
{
	void *memory;

	if (size && count > (size_t)-1 / size) {
		errno = ENOMEM;
		return NULL;
	}
	memory = malloc(count * size);
	/* Fresh pages of mmap are zero. */
	if (memory && count * size < MMAP_THRESHOLD)
		memset(memory, 0, count * size);
	return memory;
}

static void complain(const char *text)
{
	write(2, text, strlen(text));
	abort();
}

void free(void *memory)
{
	struct header *piece = (struct header *)memory - 1;
	struct free_block *block = (struct free_block *)piece;
	int class;

	if (!memory)
		return;
	if (piece->state == FREED)
		complain("free(): double free detected\n");
	if (piece->state != IN_USE)
		complain("free(): invalid pointer\n");
	piece->state = FREED;
	if (piece->size > (size_t)SMALLEST << (CLASSES - 1) || (piece->size & (piece->size - 1))) {
		munmap(piece, piece->size);
		return;
	}
	class = class_of(piece->size);
	block->next = free_lists[class];
	free_lists[class] = block;
}

void *realloc(void *memory, size_t size)
{
	struct header *piece = (struct header *)memory - 1;
	size_t room;
	void *larger;

	if (!memory)
		return malloc(size);
	if (size == 0) {
		free(memory);
		return NULL;
	}
	room = piece->size - sizeof(struct header);
	if (size <= room)
		return memory;
	larger = malloc(size);
	if (larger) {
		memcpy(larger, memory, room);
		free(memory);
	}
	return larger;
}

void *reallocarray(void *memory, size_t count, size_t size)
{
	if (size && count > (size_t)-1 / size) {
		errno = ENOMEM;
		return NULL;
	}
	return realloc(memory, count * size);
}

/* Aligned blocks beyond 16 bytes are cut from a larger one and have a header of their own, so that free() finds it. */
void *aligned_alloc(size_t alignment, size_t size)
{
	char *memory;
	unsigned long at;

	if (alignment <= 16)
		return malloc(size);
	memory = sbrk(0);
	at = ((unsigned long)memory + sizeof(struct header) + alignment - 1) & ~(alignment - 1);
	size = (size_t)SMALLEST << class_of(size + sizeof(struct header));
	if (sbrk(at - sizeof(struct header) + size - (unsigned long)memory) == (void *)-1)
		return NULL;
	((struct header *)at)[-1].size = size;
	((struct header *)at)[-1].state = IN_USE;
	return (void *)at;
}

int posix_memalign(void **result, size_t alignment, size_t size)
{
	if (alignment < sizeof(void *) || (alignment & (alignment - 1)))
		return EINVAL;
	*result = aligned_alloc(alignment, size);
	return *result ? 0 : ENOMEM;
}
