/* Per-CPU memory that is asked for at run time: pieces of one area, which stands in the image as the variables do. */
#include <linux/percpu.h>
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#define PERCPU_BYTES 32768
#define PERCPU_UNIT 8
#define PERCPU_UNITS (PERCPU_BYTES / PERCPU_UNIT)

/* load-image.ts knows it by its name. */
static unsigned long __percpu_area[PERCPU_UNITS];
/* Of a piece's first unit: its length in units; of the others -1; 0: free. */
static short percpu_pieces[PERCPU_UNITS];
static DEFINE_SPINLOCK(percpu_lock);

static bool percpu_fits(unsigned int first, unsigned int units)
{
	unsigned int unit;

	for (unit = first; unit < first + units; unit++)
		if (unit >= PERCPU_UNITS || percpu_pieces[unit])
			return false;
	return true;
}

void *__alloc_percpu(size_t size, size_t align)
{
	unsigned int units = DIV_ROUND_UP(size, PERCPU_UNIT), step = max_t(size_t, align, PERCPU_UNIT) / PERCPU_UNIT;
	unsigned int first, unit;
	unsigned long flags;
	int cpu;

	if (WARN(!size || size > PERCPU_BYTES || align > PAGE_SIZE || (align & (align - 1)),
		 "illegal size (%zu) or align (%zu) for percpu allocation\n", size, align))
		return NULL;
	spin_lock_irqsave(&percpu_lock, flags);
	first = -((unsigned long)__percpu_area / PERCPU_UNIT) % step;
	while (first < PERCPU_UNITS && !percpu_fits(first, units))
		first += step;
	if (first < PERCPU_UNITS) {
		for (unit = 1; unit < units; unit++)
			percpu_pieces[first + unit] = -1;
		percpu_pieces[first] = units;
	}
	spin_unlock_irqrestore(&percpu_lock, flags);
	if (first >= PERCPU_UNITS)
		return NULL;
	for_each_possible_cpu(cpu)
		memset(per_cpu_ptr(&__percpu_area[first], cpu), 0, size);
	return &__percpu_area[first];
}

void free_percpu(void *pointer)
{
	unsigned long unit = (unsigned long *)pointer - __percpu_area;
	unsigned long flags;
	short units;

	if (!pointer)
		return;
	spin_lock_irqsave(&percpu_lock, flags);
	units = unit < PERCPU_UNITS ? percpu_pieces[unit] : 0;
	if (units > 0)
		memset(&percpu_pieces[unit], 0, units * sizeof(short));
	spin_unlock_irqrestore(&percpu_lock, flags);
	WARN(units <= 0, "free_percpu() of %p, which alloc_percpu() did not give\n", pointer);
}
