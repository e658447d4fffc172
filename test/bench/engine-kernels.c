/* Work that drivers do, each kernel in its own function: called with a round count, answers a checksum. */
struct node {
	struct node *next;
	unsigned int key, value;
};
struct descriptor {
	unsigned long address;
	unsigned int length, flags;
};

static unsigned char text[4096];
static unsigned int numbers[4096];
static struct node nodes[4096];
static struct descriptor ring[256];

/* Bitwise CRC-32: registers, shifts, one byte loaded in a while. */
unsigned long crc(int rounds)
{
	unsigned int sum = 0;
	for (int i = 0; i < 4096; i++)
		text[i] = i * 7;
	for (int r = 0; r < rounds; r++) {
		unsigned int c = ~0u;
		for (int i = 0; i < 4096; i++) {
			c ^= text[i];
			for (int k = 0; k < 8; k++) {
				if (c & 1)
					c = (c >> 1) ^ 0xedb88320u;
				else
					c = c >> 1;
			}
		}
		sum += ~c;
	}
	return sum;
}

/* Shell sort of 4096 words: indexed loads and stores. */
unsigned long sort(int rounds)
{
	unsigned int x = 1, sum = 0;
	for (int r = 0; r < rounds; r++) {
		for (int i = 0; i < 4096; i++) {
			x = x * 1664525u + 1013904223u;
			numbers[i] = x >> 4;
		}
		for (int gap = 2048; gap > 0; gap /= 2) {
			for (int i = gap; i < 4096; i++) {
				unsigned int t = numbers[i];
				int j = i;
				while (j >= gap && numbers[j - gap] > t) {
					numbers[j] = numbers[j - gap];
					j -= gap;
				}
				numbers[j] = t;
			}
		}
		sum += numbers[r & 4095];
	}
	return sum;
}

/* A list: dependent pointer loads. 1024 nodes stay in the cache, 4096 do not. */
static unsigned long walk(int count, int rounds)
{
	unsigned long sum = 0;
	for (int i = 0; i < count; i++) {
		nodes[i].next = i + 1 < count ? &nodes[i + 1] : 0;
		nodes[i].key = i;
		nodes[i].value = i * 3;
	}
	for (int r = 0; r < rounds; r++) {
		struct node *n = &nodes[0];
		while (n) {
			if (n->key & 1)
				sum += n->value;
			n = n->next;
		}
	}
	return sum;
}
unsigned long list(int rounds) { return walk(1024, rounds); }
unsigned long list_misses(int rounds) { return walk(4096, rounds); }

/* A ring of descriptors: posted, completed, cleaned. */
static unsigned int head, tail;
static int post(unsigned long address, unsigned int length)
{
	struct descriptor *d = &ring[head & 255];
	if (head - tail == 256)
		return -1;
	d->address = address;
	d->length = length;
	d->flags = 0x80000000u;
	head++;
	return 0;
}
static unsigned long clean(void)
{
	unsigned long bytes = 0;
	while (tail != head) {
		struct descriptor *d = &ring[tail & 255];
		if (!(d->flags & 0x80000000u))
			break;
		bytes += d->length ^ (d->address >> 12);
		d->flags = 0;
		tail++;
	}
	return bytes;
}
unsigned long descriptors(int rounds)
{
	unsigned long sum = 0;
	for (int r = 0; r < rounds; r++) {
		for (unsigned int i = 0; i < 200; i++)
			if (post(0x100000000UL + i * 4096UL, i))
				break;
		sum += clean();
	}
	return sum;
}

/* Calls and nothing else. */
static int fib(int n)
{
	if (n < 2)
		return n;
	return fib(n - 1) + fib(n - 2);
}
unsigned long calls(int rounds)
{
	unsigned long sum = 0;
	for (int r = 0; r < rounds; r++)
		sum += fib(20);
	return sum;
}
