/*
 * malloc: chunks with headers in a heap that brk extends, free ones joined with their neighbours and kept by size; large ones in mappings of
 * their own. The heap never shrinks.
 */
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define HEADER 16
#define SMALLEST ((size_t)32)
#define PAGE ((size_t)4096)
#define MAPPING_THRESHOLD ((size_t)128 * 1024)
#define HEAP_STEP ((size_t)132 * 1024)
#define EXACT_BINS 64
#define BINS 128
#define USED 1
#define MAPPED 2
#define FLAGS ((size_t)15)

/* What the program gets begins at `next`. */
struct chunk {
	size_t before; /* bytes of the chunk below, 0: none; of a mapping: from its start to this header */
	size_t size;   /* bytes with the header, and flags */
	struct chunk *next, *previous; /* while free */
};

static struct chunk *bins[BINS];
static unsigned long filled_bins[BINS / 64];
/* A chunk of nothing but a header ends the heap. */
static struct chunk *fence;

static size_t size_of(const struct chunk *chunk) { return chunk->size & ~FLAGS; }
static struct chunk *after(struct chunk *chunk) { return (struct chunk *)((char *)chunk + size_of(chunk)); }
static struct chunk *below(struct chunk *chunk) { return (struct chunk *)((char *)chunk - chunk->before); }
static void *payload_of(struct chunk *chunk) { return (char *)chunk + HEADER; }
static struct chunk *chunk_of(void *payload) { return (struct chunk *)((char *)payload - HEADER); }

static _Noreturn void die(const char *message)
{
	write(STDERR_FILENO, message, strlen(message));
	abort();
}

/* Sizes below 1 KiB have a bin each, four share each power of two above. */
static unsigned int bin_of(size_t size)
{
	unsigned int power, bin;

	if (size < 16 * EXACT_BINS)
		return size / 16;
	power = 63 - __builtin_clzl(size);
	bin = EXACT_BINS + 4 * (power - 10) + ((size >> (power - 2)) & 3);
	return bin < BINS ? bin : BINS - 1;
}

static void keep(struct chunk *chunk)
{
	unsigned int bin = bin_of(chunk->size);

	chunk->previous = NULL;
	chunk->next = bins[bin];
	if (chunk->next)
		chunk->next->previous = chunk;
	bins[bin] = chunk;
	filled_bins[bin / 64] |= 1UL << bin % 64;
}

static void take(struct chunk *chunk)
{
	unsigned int bin = bin_of(chunk->size);

	if (chunk->next)
		chunk->next->previous = chunk->previous;
	if (chunk->previous)
		chunk->previous->next = chunk->next;
	else
		bins[bin] = chunk->next;
	if (!bins[bin])
		filled_bins[bin / 64] &= ~(1UL << bin % 64);
}

static void resize(struct chunk *chunk, size_t size, size_t flags)
{
	chunk->size = size | flags;
	after(chunk)->before = size;
}

/* Joined with free neighbours. */
static void release(struct chunk *chunk)
{
	struct chunk *next = after(chunk);
	size_t size = size_of(chunk);

	if (!(next->size & USED)) {
		take(next);
		size += next->size;
	}
	if (chunk->before && !(below(chunk)->size & USED)) {
		chunk = below(chunk);
		take(chunk);
		size += chunk->size;
	}
	resize(chunk, size, 0);
	keep(chunk);
}

/* A used chunk gives back what it has beyond `size`. */
static void trim(struct chunk *chunk, size_t size)
{
	size_t rest = size_of(chunk) - size;

	if (rest < SMALLEST)
		return;
	chunk->size = size | USED;
	after(chunk)->before = size;
	resize(after(chunk), rest, USED);
	release(after(chunk));
}

static struct chunk *find(size_t size)
{
	unsigned int bin = bin_of(size), word;
	struct chunk *chunk;
	unsigned long filled;

	for (chunk = bins[bin]; chunk; chunk = chunk->next)
		if (chunk->size >= size)
			return chunk;
	if (++bin == BINS)
		return NULL;
	word = bin / 64;
	filled = filled_bins[word] & (~0UL << bin % 64);
	while (!filled && ++word < BINS / 64)
		filled = filled_bins[word];
	return filled ? bins[64 * word + __builtin_ctzl(filled)] : NULL;
}

/* The old fence becomes the header of what is new; memory elsewhere, after a program's own sbrk, is a heap of its own. */
static int extend(size_t wanted)
{
	size_t bytes = (wanted + 2 * HEADER + PAGE - 1) & ~(PAGE - 1);
	struct chunk *chunk;
	char *start;

	if (bytes < HEAP_STEP)
		bytes = HEAP_STEP;
	start = sbrk(bytes);
	if (start == (char *)-1)
		return 0;
	if (fence && (char *)fence + HEADER == start) {
		chunk = fence;
	} else {
		size_t shift = -(uintptr_t)start & 15;

		chunk = (struct chunk *)(start + shift);
		chunk->before = 0;
		bytes = (bytes - shift - HEADER) & ~FLAGS;
	}
	fence = (struct chunk *)((char *)chunk + bytes);
	fence->size = HEADER | USED;
	resize(chunk, bytes, USED);
	release(chunk);
	return 1;
}

static void *map(size_t size, size_t alignment)
{
	size_t total = (size + HEADER + (alignment > HEADER ? alignment : 0) + PAGE - 1) & ~(PAGE - 1);
	char *start = mmap(NULL, total, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct chunk *chunk;

	if (start == MAP_FAILED)
		return NULL;
	chunk = chunk_of((void *)(((uintptr_t)start + HEADER + alignment - 1) & -alignment));
	chunk->before = (char *)chunk - start;
	chunk->size = (total - chunk->before) | MAPPED | USED;
	return payload_of(chunk);
}

/* 0: no such size. */
static size_t chunk_size(size_t size)
{
	size_t whole = (size + HEADER + 15) & ~FLAGS;

	if (size > PTRDIFF_MAX - 2 * PAGE)
		return 0;
	return whole < SMALLEST ? SMALLEST : whole;
}

static void *no_memory(void)
{
	errno = ENOMEM;
	return NULL;
}

void *malloc(size_t size)
{
	size_t whole = chunk_size(size);
	struct chunk *chunk;
	void *mapped;

	if (!whole)
		return no_memory();
	if (whole >= MAPPING_THRESHOLD) {
		mapped = map(size, HEADER);
		return mapped ? mapped : no_memory();
	}
	chunk = find(whole);
	if (!chunk) {
		if (!extend(whole))
			return no_memory();
		chunk = find(whole);
	}
	take(chunk);
	chunk->size |= USED;
	trim(chunk, whole);
	return payload_of(chunk);
}

void free(void *memory)
{
	struct chunk *chunk = chunk_of(memory);

	if (!memory)
		return;
	if ((uintptr_t)memory % 16 || chunk->size < SMALLEST)
		die("free(): invalid pointer\n");
	if (!(chunk->size & USED))
		die("free(): double free detected\n");
	if (chunk->size & MAPPED)
		munmap((char *)chunk - chunk->before, chunk->before + size_of(chunk));
	else if (after(chunk)->before != size_of(chunk))
		die("free(): the memory behind the chunk was overwritten\n");
	else
		release(chunk);
}

void *calloc(size_t count, size_t size)
{
	size_t bytes;
	void *memory;

	if (__builtin_mul_overflow(count, size, &bytes))
		return no_memory();
	memory = malloc(bytes);
	if (memory && !(chunk_of(memory)->size & MAPPED))
		memset(memory, 0, bytes);
	return memory;
}

size_t malloc_usable_size(void *memory)
{
	return memory ? size_of(chunk_of(memory)) - HEADER : 0;
}

/* Takes the free chunk above, if that is enough. */
static int grows_in_place(struct chunk *chunk, size_t whole)
{
	struct chunk *next = after(chunk);

	if (next->size & USED || size_of(chunk) + next->size < whole)
		return 0;
	take(next);
	resize(chunk, size_of(chunk) + next->size, USED);
	return 1;
}

static void *moved(void *memory, size_t size)
{
	size_t had = malloc_usable_size(memory);
	void *copy = malloc(size);

	if (!copy)
		return NULL;
	memcpy(copy, memory, had < size ? had : size);
	free(memory);
	return copy;
}

void *realloc(void *memory, size_t size)
{
	size_t whole = chunk_size(size);
	struct chunk *chunk = chunk_of(memory);

	if (!memory)
		return malloc(size);
	if (!size) {
		free(memory);
		return NULL;
	}
	if (!whole)
		return no_memory();
	if (chunk->size & MAPPED) {
		if (whole >= MAPPING_THRESHOLD && whole <= size_of(chunk) && whole > size_of(chunk) - PAGE)
			return memory;
		return moved(memory, size);
	}
	if (whole > size_of(chunk) && (whole >= MAPPING_THRESHOLD || !grows_in_place(chunk, whole)))
		return moved(memory, size);
	trim(chunk, whole);
	return memory;
}

void *reallocarray(void *memory, size_t count, size_t size)
{
	size_t bytes;

	return __builtin_mul_overflow(count, size, &bytes) ? no_memory() : realloc(memory, bytes);
}

/* What lies in front of the aligned address goes back to the heap. */
static void *align_in_heap(size_t alignment, size_t size)
{
	void *memory = malloc(size + alignment + SMALLEST);
	uintptr_t aligned = ((uintptr_t)memory + alignment - 1) & -alignment;
	struct chunk *first = chunk_of(memory), *chunk;
	size_t lead, whole;

	if (!memory)
		return NULL;
	if (aligned != (uintptr_t)memory) {
		if (aligned - (uintptr_t)memory < SMALLEST)
			aligned += alignment;
		chunk = chunk_of((void *)aligned);
		lead = aligned - (uintptr_t)memory;
		whole = size_of(first) - lead;
		resize(first, lead, USED);
		resize(chunk, whole, USED);
		release(first);
	}
	trim(chunk_of((void *)aligned), chunk_size(size));
	return (void *)aligned;
}

void *memalign(size_t alignment, size_t size)
{
	if (alignment <= 16)
		return malloc(size);
	if (!chunk_size(size) || alignment > PTRDIFF_MAX / 2 || size > PTRDIFF_MAX / 2)
		return no_memory();
	if (size + alignment + SMALLEST + HEADER + 15 < MAPPING_THRESHOLD)
		return align_in_heap(alignment, size);
	return map(size, alignment) ?: no_memory();
}

void *aligned_alloc(size_t alignment, size_t size)
{
	if (alignment && !(alignment & (alignment - 1)))
		return memalign(alignment, size);
	errno = EINVAL;
	return NULL;
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
	int before = errno;
	void *found;

	if (alignment < sizeof(void *) || alignment & (alignment - 1))
		return EINVAL;
	found = memalign(alignment, size);
	errno = before;
	if (!found)
		return ENOMEM;
	*memory = found;
	return 0;
}

void *valloc(size_t size)
{
	return memalign(PAGE, size);
}
