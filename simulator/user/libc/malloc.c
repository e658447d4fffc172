/*
 * malloc: chunks with headers in a heap that brk extends and trims, free ones joined with their neighbours and kept by size; large ones in mappings of
 * their own, which grow by mremap. Where it meets the kernel it does as glibc does: mallopt(3) has the thresholds.
 */
#include <bits/thread.h>
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define CHUNK_HEADER 16
#define SMALLEST_CHUNK ((size_t)32)
#define HEAP_PAGE ((size_t)4096)
#define LARGEST_THRESHOLD ((size_t)32 * 1024 * 1024)
#define EXACT_BINS 64
#define BINS 128
#define CHUNK_USED 1
#define CHUNK_MAPPED 2
#define CHUNK_FLAGS ((size_t)15)

/* What the program gets begins at `next`. */
struct chunk {
	size_t before; /* bytes of the chunk below, 0: none; of a mapping: from its start to this header */
	size_t size;   /* bytes with the header, and flags */
	struct chunk *next, *previous; /* while free */
};

/* A mapping that is freed raises both thresholds, unless the program has set one. */
static size_t mapping_threshold = 128 * 1024, trim_threshold = 128 * 1024, top_pad = 128 * 1024;
static int fixed_thresholds;

static pthread_mutex_t heap_lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static struct chunk *bins[BINS];
static unsigned long filled_bins[BINS / 64];
/* A chunk of nothing but a header ends the heap. */
static struct chunk *heap_fence;

static size_t size_of_chunk(const struct chunk *chunk) { return chunk->size & ~CHUNK_FLAGS; }
static struct chunk *chunk_after(struct chunk *chunk) { return (struct chunk *)((char *)chunk + size_of_chunk(chunk)); }
static struct chunk *chunk_below(struct chunk *chunk) { return (struct chunk *)((char *)chunk - chunk->before); }
static void *payload_of(struct chunk *chunk) { return (char *)chunk + CHUNK_HEADER; }
static struct chunk *chunk_of(void *payload) { return (struct chunk *)((char *)payload - CHUNK_HEADER); }

static _Noreturn void complain_and_die(const char *message)
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

static void put_in_bin(struct chunk *chunk)
{
	unsigned int bin = bin_of(chunk->size);

	chunk->previous = NULL;
	chunk->next = bins[bin];
	if (chunk->next)
		chunk->next->previous = chunk;
	bins[bin] = chunk;
	filled_bins[bin / 64] |= 1UL << bin % 64;
}

static void take_out(struct chunk *chunk)
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

static void set_size(struct chunk *chunk, size_t size, size_t flags)
{
	chunk->size = size | flags;
	chunk_after(chunk)->before = size;
}

/* What ends the heap goes back to the kernel where it is large. */
static void trim_heap(struct chunk *last)
{
	size_t kept = SMALLEST_CHUNK + 1 + top_pad, extra;

	if (last->size < trim_threshold || last->size <= kept || chunk_after(last) != heap_fence)
		return;
	extra = (last->size - kept) & ~(HEAP_PAGE - 1);
	if (!extra || (char *)sbrk(0) != (char *)heap_fence + CHUNK_HEADER || sbrk(-(intptr_t)extra) == (void *)-1)
		return;
	take_out(last);
	heap_fence = (struct chunk *)((char *)heap_fence - extra);
	heap_fence->size = CHUNK_HEADER | CHUNK_USED;
	set_size(last, last->size - extra, 0);
	put_in_bin(last);
}

/* Joined with free neighbours; what it is part of then. */
static struct chunk *give_back(struct chunk *chunk)
{
	struct chunk *next = chunk_after(chunk);
	size_t size = size_of_chunk(chunk);

	if (!(next->size & CHUNK_USED)) {
		take_out(next);
		size += next->size;
	}
	if (chunk->before && !(chunk_below(chunk)->size & CHUNK_USED)) {
		chunk = chunk_below(chunk);
		take_out(chunk);
		size += chunk->size;
	}
	set_size(chunk, size, 0);
	put_in_bin(chunk);
	return chunk;
}

/* A used chunk gives back what it has beyond `size`. */
static void trim_chunk(struct chunk *chunk, size_t size)
{
	size_t rest = size_of_chunk(chunk) - size;

	if (rest < SMALLEST_CHUNK)
		return;
	chunk->size = size | CHUNK_USED;
	chunk_after(chunk)->before = size;
	set_size(chunk_after(chunk), rest, CHUNK_USED);
	give_back(chunk_after(chunk));
}

static struct chunk *find_chunk(size_t size)
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

/* The old heap_fence becomes the header of what is new; memory elsewhere, after a program's own sbrk, is a heap of its own. */
static int extend_heap(size_t wanted)
{
	size_t bytes = wanted + top_pad + 2 * CHUNK_HEADER;
	struct chunk *chunk;
	char *start;

	/* What is free at the end of the heap already need not be had again. */
	if (heap_fence && (char *)sbrk(0) == (char *)heap_fence + CHUNK_HEADER && heap_fence->before &&
	    !(chunk_below(heap_fence)->size & CHUNK_USED))
		bytes -= chunk_below(heap_fence)->size;
	bytes = (bytes + HEAP_PAGE - 1) & ~(HEAP_PAGE - 1);
	start = sbrk(bytes);
	if (start == (char *)-1)
		return 0;
	if (heap_fence && (char *)heap_fence + CHUNK_HEADER == start) {
		chunk = heap_fence;
	} else {
		size_t shift = -(uintptr_t)start & 15;

		chunk = (struct chunk *)(start + shift);
		chunk->before = 0;
		bytes = (bytes - shift - CHUNK_HEADER) & ~CHUNK_FLAGS;
	}
	heap_fence = (struct chunk *)((char *)chunk + bytes);
	heap_fence->size = CHUNK_HEADER | CHUNK_USED;
	set_size(chunk, bytes, CHUNK_USED);
	give_back(chunk);
	return 1;
}

/* As glibc counts a chunk: one word of its own, in steps of 16. This decides what is mapped. */
static size_t mapped_size(size_t size)
{
	return (size + sizeof(size_t) + 15) & ~CHUNK_FLAGS;
}

static void *map_chunk(size_t size, size_t alignment)
{
	size_t total = (mapped_size(size) + sizeof(size_t) + (alignment > CHUNK_HEADER ? alignment : 0) + HEAP_PAGE - 1) & ~(HEAP_PAGE - 1);
	char *start = mmap(NULL, total, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct chunk *chunk;

	if (start == MAP_FAILED)
		return NULL;
	chunk = chunk_of((void *)(((uintptr_t)start + CHUNK_HEADER + alignment - 1) & -alignment));
	chunk->before = (char *)chunk - start;
	chunk->size = (total - chunk->before) | CHUNK_MAPPED | CHUNK_USED;
	return payload_of(chunk);
}

/* 0: no such size. */
static size_t chunk_size(size_t size)
{
	size_t whole = (size + CHUNK_HEADER + 15) & ~CHUNK_FLAGS;

	if (size > PTRDIFF_MAX - 2 * HEAP_PAGE)
		return 0;
	return whole < SMALLEST_CHUNK ? SMALLEST_CHUNK : whole;
}

static void *no_memory(void)
{
	errno = ENOMEM;
	return NULL;
}

void *malloc(size_t size)
{
	HOLD(heap_lock);
	size_t whole = chunk_size(size);
	struct chunk *chunk;
	void *mapped;

	if (!whole)
		return no_memory();
	chunk = find_chunk(whole);
	/* What is free in the heap already is taken before anything is mapped. */
	if (!chunk && mapped_size(size) >= mapping_threshold) {
		mapped = map_chunk(size, CHUNK_HEADER);
		return mapped ? mapped : no_memory();
	}
	if (!chunk) {
		if (!extend_heap(whole))
			return no_memory();
		chunk = find_chunk(whole);
	}
	take_out(chunk);
	chunk->size |= CHUNK_USED;
	trim_chunk(chunk, whole);
	return payload_of(chunk);
}

void free(void *memory)
{
	HOLD(heap_lock);
	struct chunk *chunk = chunk_of(memory);

	if (!memory)
		return;
	if ((uintptr_t)memory % 16 || chunk->size < SMALLEST_CHUNK)
		complain_and_die("free(): invalid pointer\n");
	if (!(chunk->size & CHUNK_USED))
		complain_and_die("free(): double free detected\n");
	if (chunk->size & CHUNK_MAPPED) {
		size_t total = chunk->before + size_of_chunk(chunk);

		if (!fixed_thresholds && total > mapping_threshold && total <= LARGEST_THRESHOLD) {
			mapping_threshold = total;
			trim_threshold = 2 * total;
		}
		munmap((char *)chunk - chunk->before, total);
	}
	else if (chunk_after(chunk)->before != size_of_chunk(chunk))
		complain_and_die("free(): the memory behind the chunk was overwritten\n");
	else
		trim_heap(give_back(chunk));
}

void *calloc(size_t count, size_t size)
{
	size_t bytes;
	void *memory;

	if (__builtin_mul_overflow(count, size, &bytes))
		return no_memory();
	memory = malloc(bytes);
	if (memory && !(chunk_of(memory)->size & CHUNK_MAPPED))
		memset(memory, 0, bytes);
	return memory;
}

size_t malloc_usable_size(void *memory)
{
	return memory ? size_of_chunk(chunk_of(memory)) - CHUNK_HEADER : 0;
}

/* Takes the free chunk above, if that is enough. */
static int grows_in_place(struct chunk *chunk, size_t whole)
{
	struct chunk *next = chunk_after(chunk);

	if (next->size & CHUNK_USED || size_of_chunk(chunk) + next->size < whole)
		return 0;
	take_out(next);
	set_size(chunk, size_of_chunk(chunk) + next->size, CHUNK_USED);
	return 1;
}

static void *move_memory(void *memory, size_t size)
{
	size_t had = malloc_usable_size(memory);
	void *copy = malloc(size);

	if (!copy)
		return NULL;
	memcpy(copy, memory, had < size ? had : size);
	free(memory);
	return copy;
}

/* The kernel moves pages, not bytes. */
static void *remap_chunk(struct chunk *chunk, size_t size)
{
	size_t total = chunk->before + size_of_chunk(chunk);
	size_t wanted = (mapped_size(size) + chunk->before + sizeof(size_t) + HEAP_PAGE - 1) & ~(HEAP_PAGE - 1);
	char *start = (char *)chunk - chunk->before;
	size_t before = chunk->before;

	if (wanted == total)
		return payload_of(chunk);
	start = mremap(start, total, wanted, MREMAP_MAYMOVE);
	if (start == MAP_FAILED)
		return move_memory(payload_of(chunk), size);
	chunk = (struct chunk *)(start + before);
	chunk->size = (wanted - before) | CHUNK_MAPPED | CHUNK_USED;
	return payload_of(chunk);
}

void *realloc(void *memory, size_t size)
{
	HOLD(heap_lock);
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
	if (chunk->size & CHUNK_MAPPED)
		return remap_chunk(chunk, size);
	if (whole > size_of_chunk(chunk) && !grows_in_place(chunk, whole))
		return move_memory(memory, size);
	trim_chunk(chunk, whole);
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
	void *memory = malloc(size + alignment + SMALLEST_CHUNK);
	uintptr_t aligned = ((uintptr_t)memory + alignment - 1) & -alignment;
	struct chunk *first = chunk_of(memory), *chunk;
	size_t lead, whole;

	if (!memory)
		return NULL;
	if (aligned != (uintptr_t)memory) {
		if (aligned - (uintptr_t)memory < SMALLEST_CHUNK)
			aligned += alignment;
		chunk = chunk_of((void *)aligned);
		lead = aligned - (uintptr_t)memory;
		whole = size_of_chunk(first) - lead;
		set_size(first, lead, CHUNK_USED);
		set_size(chunk, whole, CHUNK_USED);
		give_back(first);
	}
	trim_chunk(chunk_of((void *)aligned), chunk_size(size));
	return (void *)aligned;
}

void *memalign(size_t alignment, size_t size)
{
	HOLD(heap_lock);
	if (alignment <= 16)
		return malloc(size);
	if (!chunk_size(size) || alignment > PTRDIFF_MAX / 2 || size > PTRDIFF_MAX / 2)
		return no_memory();
	if (size + alignment + SMALLEST_CHUNK + CHUNK_HEADER + 15 < mapping_threshold)
		return align_in_heap(alignment, size);
	return map_chunk(size, alignment) ?: no_memory();
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
	return memalign(HEAP_PAGE, size);
}

/* 1: done; 0: there is no such parameter, or the value cannot be. */
int mallopt(int parameter, int value)
{
	switch (parameter) {
	case M_MMAP_THRESHOLD:
		if ((size_t)value > LARGEST_THRESHOLD)
			return 0;
		mapping_threshold = value;
		break;
	case M_TRIM_THRESHOLD: trim_threshold = value; break;
	case M_TOP_PAD: top_pad = value; break;
	default: return 0;
	}
	fixed_thresholds = 1;
	return 1;
}
