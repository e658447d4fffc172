/* A long random life of the heap: every block keeps its pattern, is aligned, and overlaps no other. */
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS 64
#define STEPS 3000

static struct block {
	unsigned char *memory;
	size_t size;
	unsigned char pattern;
} blocks[SLOTS];
static long problems;

static void check(const struct block *block, size_t size)
{
	for (size_t i = 0; i < size; i += 1 + size / 16)
		if (block->memory[i] != block->pattern)
			problems++;
	if (size && block->memory[size - 1] != block->pattern)
		problems++;
}

static void fill(struct block *block)
{
	memset(block->memory, block->pattern, block->size);
}

static size_t some_size(void)
{
	switch (rand() % 8) {
	case 0: return 1 + rand() % 16;
	case 1: return rand() % 5000;
	case 2: return rand() % 60000;
	case 3: return rand() % 16 ? rand() % 300 : 131000 + rand() % 100000;
	default: return rand() % 300;
	}
}

static void *aligned_block(size_t size)
{
	size_t alignment = 16UL << rand() % 9;
	void *memory = NULL;

	if (posix_memalign(&memory, alignment, size) || (uintptr_t)memory % alignment)
		problems++;
	return memory;
}

static void allocate(struct block *block)
{
	block->size = some_size();
	block->pattern = rand();
	if (rand() % 4 == 0) {
		block->memory = calloc(1, block->size);
		for (size_t i = 0; i < block->size; i += 7)
			problems += block->memory[i] != 0;
	} else {
		block->memory = rand() % 5 ? malloc(block->size) : aligned_block(block->size);
	}
	if (!block->memory || (uintptr_t)block->memory % 16 || malloc_usable_size(block->memory) < block->size)
		problems++;
	fill(block);
}

static void step(struct block *block)
{
	size_t size;

	if (!block->memory) {
		allocate(block);
		return;
	}
	check(block, block->size);
	if (rand() % 3 == 0) {
		size = 1 + some_size();
		block->memory = realloc(block->memory, size);
		check(block, size < block->size ? size : block->size);
		block->size = size;
		fill(block);
		return;
	}
	free(block->memory);
	block->memory = NULL;
}

int main(void)
{
	int *zeros;

	srand(2024);
	for (int i = 0; i < STEPS; i++)
		step(&blocks[rand() % SLOTS]);
	for (int i = 0; i < SLOTS; i++) {
		if (blocks[i].memory)
			check(&blocks[i], blocks[i].size);
		free(blocks[i].memory);
	}
	printf("%ld problems\n", problems);
	errno = 0;
	printf("%d %d\n", malloc(SIZE_MAX - 4) == NULL, errno == ENOMEM);
	printf("%d %d\n", calloc(SIZE_MAX / 2, 3) == NULL, reallocarray(NULL, SIZE_MAX / 2, 3) == NULL);
	printf("%d %d\n", posix_memalign((void **)&zeros, 3, 8), posix_memalign((void **)&zeros, 4, 8));
	zeros = malloc(0);
	printf("%d\n", zeros != NULL);
	free(zeros);
	free(NULL);
	zeros = realloc(NULL, 100);
	free(zeros);
	return 0;
}
