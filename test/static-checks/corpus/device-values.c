#include "corpus.h"

int allocate_status(struct board *b)
{
	b->status = dma_alloc_coherent(b->dev, sizeof(*b->status), &b->status_dma, GFP_KERNEL);
	return b->status ? 0 : -ENOMEM;
}

void bad_index(struct board *b)
{
	u32 index = b->status->index;

	b->counters[index]++; /* expect: device-value-unchecked */
}

void bad_index_direct(struct board *b)
{
	b->slots[READ_ONCE(b->status->index)] = NULL; /* expect: device-value-unchecked */
}

void bad_length(struct board *b, void *to)
{
	u32 length = READ_ONCE(b->status->length);

	memcpy(to, b->buf, length); /* expect: device-value-unchecked */
}

void bad_pointer(struct board *b)
{
	struct small *s = (struct small *)(unsigned long)b->status->cookie;

	s->users--; /* expect: device-value-unchecked */
}

void bad_loop_bound(struct board *b)
{
	u32 i, count = b->status->length;

	for (i = 0; i < count; i++)
		b->counters[i] = 0; /* expect: device-value-unchecked */
}

void bad_little_endian_index(struct board *b)
{
	u32 index = le32_to_cpu(b->status->le_index);

	b->counters[index + 1] = 0; /* expect: device-value-unchecked */
}

void bad_fetched_twice(struct board *b)
{
	if (b->status->index < RING_SIZE)
		b->counters[b->status->index]++; /* expect: device-value-unchecked */
}

void ok_checked_index(struct board *b)
{
	u32 index = READ_ONCE(b->status->index);

	if (index >= RING_SIZE)
		return;
	b->counters[index]++;
}

void ok_masked_index(struct board *b)
{
	b->counters[b->status->index & (RING_SIZE - 1)]++;
}

void ok_modulo_index(struct board *b)
{
	b->counters[b->status->index % RING_SIZE]++;
}

void ok_least_length(struct board *b, void *to)
{
	size_t length = min_t(size_t, b->status->length, BUF_SIZE);

	memcpy(to, b->buf, length);
}

void ok_clamped(struct board *b)
{
	u32 count = b->status->length;
	u32 i;

	if (count > RING_SIZE)
		count = RING_SIZE;
	for (i = 0; i < count; i++)
		b->counters[i] = 0;
}

void ok_own_index(struct board *b)
{
	b->counters[b->tail]++;
}

void ok_only_printed(struct board *b)
{
	dev_info(b->dev, "index %u\n", b->status->index);
}

void ok_checked_by_equality(struct board *b)
{
	u32 index = READ_ONCE(b->status->index);

	if (index == b->tail)
		b->counters[index]++;
}
