/* documented-bugs 4.4, S5f: MREMAP_DONTUNMAP, the errors of mremap, mprotect, madvise, mlock, mincore and munmap, and what areas become one. */
#define _GNU_SOURCE
#include "look.h"

static const char *name(int error)
{
	switch (error) {
	case EINVAL: return "EINVAL";
	case ENOMEM: return "ENOMEM";
	case EFAULT: return "EFAULT";
	case EACCES: return "EACCES";
	case EEXIST: return "EEXIST";
	case EBADF: return "EBADF";
	case EBUSY: return "EBUSY";
	default: return "another";
	}
}

#define TRY(call) do {                                                          \
	errno = 0;                                                              \
	printf("%s: %s\n", #call, (long)(call) == -1 ? name(errno) : "done"); \
} while (0)

static int areas(char *from, char *to)
{
	char *line = smaps;
	unsigned long start, end;
	int count = 0;
	int fd = open("/proc/self/maps", O_RDONLY);
	size_t length = 0;
	ssize_t got;

	while ((got = read(fd, smaps + length, sizeof(smaps) - 1 - length)) > 0)
		length += got;
	close(fd);
	smaps[length] = 0;
	while (*line) {
		start = strtoul(line, &line, 16);
		end = strtoul(line + 1, &line, 16);
		count += start < (unsigned long)to && end > (unsigned long)from;
		line = strchr(line, '\n') + 1;
	}
	return count;
}

int main(void)
{
	char *m, *q, *hole, *shared;
	unsigned char in[4];
	uint64_t first;
	long before;
	int value;

	warm_up();
	m = anonymous(64);
	for (int i = 0; i < 64; i++)
		m[i * PAGE] = i;
	first = frame(m + PAGE);
	/* Without a hint some C libraries hand on what happens to be there. */
	q = mremap(m, 64 * PAGE, 64 * PAGE, MREMAP_MAYMOVE | 4, NULL);
	printf("dontunmap: frames moved %d, old rss %ld", frame(q + PAGE) == first, area_kb(m, "Rss:"));
	before = faults();
	value = m[PAGE];
	before = faults() - before;
	printf(", reads %d with %ld faults, rss %ld\n", value, before, area_kb(m, "Rss:"));
	m[PAGE] = 1;
	printf("written: other frame %d, moved value %d\n", frame(m + PAGE) != first, q[PAGE]);
	TRY(mremap(q, 64 * PAGE, 32 * PAGE, MREMAP_MAYMOVE | 4, NULL));
	TRY(mremap(q + 1, PAGE, PAGE, MREMAP_MAYMOVE));
	TRY(mremap(q, PAGE, 0, MREMAP_MAYMOVE));
	TRY(mremap(q, PAGE, PAGE, 8));
	TRY(mremap(q, PAGE, PAGE, MREMAP_FIXED, q + 8 * PAGE));
	TRY(mremap(q, 4 * PAGE, 4 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, q + PAGE));
	TRY(mremap(q, 4 * PAGE, 4 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, q + 8 * PAGE + 1));
	TRY(mremap((void *)0x10000, PAGE, PAGE, MREMAP_MAYMOVE));
	TRY(mremap(q, 65 * PAGE, 70 * PAGE, MREMAP_MAYMOVE));
	TRY(mremap(q, 0, PAGE, MREMAP_MAYMOVE));
	hole = anonymous(8);
	TRY(mremap(hole, 4 * PAGE, 6 * PAGE, 0));
	printf("shrunk in place %d\n", mremap(hole, 8 * PAGE, 2 * PAGE, 0) == hole);
	printf("grown in place %d\n", mremap(hole, 2 * PAGE, 7 * PAGE, 0) == hole);
	shared = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	shared[0] = 9;
	q = mremap(shared, 0, PAGE, MREMAP_MAYMOVE);
	value = q[0];
	printf("second mapping %d, same frame %d\n", value, frame(q) == frame(shared));

	m = anonymous(8);
	TRY(mprotect(m + 1, PAGE, PROT_READ));
	TRY(mprotect(m, PAGE, 0x100));
	TRY(mprotect(m, 8 * PAGE, PROT_READ | PROT_WRITE));
	printf("areas %d", areas(m, m + 8 * PAGE));
	mprotect(m + 2 * PAGE, 2 * PAGE, PROT_READ);
	printf(" split %d", areas(m, m + 8 * PAGE));
	mprotect(m + 2 * PAGE, 2 * PAGE, PROT_READ | PROT_WRITE);
	printf(" joined %d\n", areas(m, m + 8 * PAGE));
	munmap(m + 3 * PAGE, PAGE);
	TRY(mprotect(m, 8 * PAGE, PROT_READ));
	TRY(madvise(m, 8 * PAGE, MADV_DONTNEED));
	TRY(madvise(m + 1, PAGE, MADV_DONTNEED));
	TRY(madvise(m, PAGE, 77));
	TRY(mlock(m, 8 * PAGE));
	TRY(mlock(m, 2 * PAGE));
	TRY(munlock(m, 2 * PAGE));
	TRY(mincore(m, 8 * PAGE, in));
	TRY(munmap(m + 1, PAGE));
	TRY(munmap(m, 0));
	TRY(mmap(m, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0));
	TRY(mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	TRY(mmap(NULL, PAGE, PROT_READ, MAP_ANONYMOUS, -1, 0));
	TRY(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, 99, 0));
	TRY(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 1));
	TRY(mmap(NULL, 1UL << 46, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	TRY(mmap(NULL, 1UL << 40, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
	m = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	printf("populated: %d %d\n", frame(m) != 0, frame(m + 3 * PAGE) != 0);
	return 0;
}
