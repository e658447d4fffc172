/* documented-bugs 4.1, "Other": transparent huge pages. Faults, AnonHugePages, frames, tables and /proc/vmstat, through mremap, munmap, mprotect, fork and advice. */
#define _GNU_SOURCE
#include "look.h"

#define HUGE (2UL << 20)

static char text[65536];

static long number_in(const char *path, const char *name)
{
	int fd = open(path, O_RDONLY);
	size_t length = 0;
	ssize_t got;
	char *line;

	while ((got = read(fd, text + length, sizeof(text) - 1 - length)) > 0)
		length += got;
	close(fd);
	text[length] = 0;
	line = strstr(text, name);
	return line ? strtol(line + strlen(name), NULL, 10) : -1;
}

static void setting(const char *name, const char *value)
{
	char path[128] = "/sys/kernel/mm/transparent_hugepage/";
	int fd;

	strcat(path, name);
	fd = open(path, O_RDWR);
	if (value && write(fd, value, strlen(value)) < 0)
		printf("%s refuses %s: %s\n", name, value, strerror(errno));
	close(fd);
	fd = open(path, O_RDONLY);
	text[read(fd, text, 200)] = 0;
	close(fd);
	printf("%s: %s", name, text);
}

/* What has been counted since the last look. */
static void events(void)
{
	static const char *names[] = { "thp_fault_alloc ", "thp_fault_fallback ", "thp_split_pmd ",
				       "thp_deferred_split_page ", "thp_zero_page_alloc ", "thp_split_page " };
	static long before[6];

	printf("\tevents");
	for (int i = 0; i < 6; i++) {
		long now = number_in("/proc/vmstat", names[i]);

		printf(" %ld", now - before[i]);
		before[i] = now;
	}
	printf("\n");
}

/* Of the area that area_kb() found last. */
static long line_of(const char *area, const char *name)
{
	const char *line = area ? strstr(area, name) : NULL;

	return line ? strtol(line + strlen(name), NULL, 10) : -1;
}

static void state(const char *what, char *memory)
{
	long huge = area_kb(memory, "AnonHugePages:");
	char header[32], *area;

	snprintf(header, sizeof(header), "%08lx-", (unsigned long)memory);
	area = strstr(smaps, header);
	printf("%s: huge %ld rss %ld anonymous %ld private %ld shared %ld dirty %ld eligible %ld\n", what, huge, line_of(area, "Rss:"),
	       line_of(area, "Anonymous:"), line_of(area, "Private_Dirty:") + line_of(area, "Private_Clean:"), line_of(area, "Shared_Dirty:") + line_of(area, "Shared_Clean:"),
	       line_of(area, "Private_Dirty:") + line_of(area, "Shared_Dirty:"), line_of(area, "THPeligible:"));
}

static long tables(void) { return number_in("/proc/self/status", "VmPTE:"); }

/* A place of that many bytes that begins `shift` bytes behind a boundary of 2 MiB, with nothing around it. */
static char *room(size_t bytes, size_t shift)
{
	char *around = mmap(NULL, bytes + 4 * HUGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	char *aligned = (char *)(((uintptr_t)around + 2 * HUGE) & -HUGE) + shift;

	return mmap(aligned, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
}

static char *huge(size_t bytes)
{
	char *memory = room(bytes, 0);

	if (madvise(memory, bytes, MADV_HUGEPAGE))
		printf("madvise: %s\n", strerror(errno));
	return memory;
}

static void touch(const char *what, char *memory, size_t bytes)
{
	long before = faults(), after;

	for (size_t at = 0; at < bytes; at += PAGE)
		memory[at] = at / PAGE + 1;
	after = faults();
	printf("%s: %ld faults\n", what, after - before);
}

static void moves(void)
{
	char *memory = huge(8 << 20), *place = room(8 << 20, 0), *askew = room(8 << 20, 5 * PAGE), *moved;
	uint64_t first;
	long before, after;

	before = tables();
	touch("8 MiB", memory, 8 << 20);
	printf("tables %ld\n", tables() - before);
	state("8 MiB", memory);
	first = frame(memory);
	printf("frame aligned %d, in a row %d, exclusive %d\n", first % 512 == 0, frame(memory + 511 * PAGE) == first + 511, (entry(memory + 7 * PAGE) & EXCLUSIVE) != 0);
	events();
	before = faults();
	moved = mremap(memory, 8 << 20, 8 << 20, MREMAP_MAYMOVE | MREMAP_FIXED, place);
	after = faults();
	printf("aligned: %ld faults, frame kept %d, bytes kept %d\n", after - before, frame(moved) == first, moved[3 * PAGE] == 4);
	state("aligned", moved);
	events();
	before = faults();
	moved = mremap(moved, 8 << 20, 8 << 20, MREMAP_MAYMOVE | MREMAP_FIXED, askew);
	after = faults();
	printf("askew: %ld faults, frame kept %d, bytes kept %d\n", after - before, frame(moved) == first, moved[3 * PAGE] == 4);
	state("askew", moved);
	events();
	munmap(moved, 8 << 20);
	events();
}

static void parts(void)
{
	char *memory = huge(4 << 20);
	uint64_t first;

	touch("4 MiB", memory, 4 << 20);
	first = frame(memory);
	munmap(memory + 3 * PAGE, PAGE);
	state("hole at page 3", memory);
	state("behind the hole", memory + 4 * PAGE);
	printf("frame kept %d\n", frame(memory + 4 * PAGE) == first + 4);
	events();
	mprotect(memory + HUGE, HUGE, PROT_READ);
	state("a whole one read only", memory + HUGE);
	events();
	mprotect(memory + HUGE, HUGE, PROT_READ | PROT_WRITE);
	touch("writable again", memory + HUGE, HUGE);
	mprotect(memory + HUGE + 8 * PAGE, PAGE, PROT_READ);
	state("page 8 read only", memory + HUGE + 8 * PAGE);
	events();
	munmap(memory + 4 * PAGE, 2 * HUGE - 4 * PAGE);
	munmap(memory, 3 * PAGE);
	events();
}

static void zeros(void)
{
	char *memory = huge(4 << 20);
	volatile char sum = 0;
	long before = faults(), after;

	for (size_t at = 0; at < 4 << 20; at += PAGE)
		sum += memory[at];
	after = faults();
	printf("read 4 MiB: %ld faults, one frame %d\n", after - before, frame(memory) == frame(memory + HUGE) && frame(memory));
	state("read", memory);
	events();
	before = faults();
	memory[5 * PAGE] = 1;
	after = faults();
	printf("one byte: %ld faults, neighbours one frame %d\n", after - before, frame(memory) == frame(memory + 6 * PAGE) && frame(memory + 5 * PAGE) != frame(memory));
	state("written", memory);
	events();
	munmap(memory, 4 << 20);
	setting("use_zero_page", "0");
	memory = huge(2 << 20);
	before = faults();
	sum += memory[0];
	after = faults();
	printf("read without pages of zeros: %ld faults\n", after - before);
	state("read", memory);
	munmap(memory, 2 << 20);
	setting("use_zero_page", "1");
	events();
}

static void forks(void)
{
	char *memory = huge(4 << 20);
	uint64_t first;
	long before, after;
	int pid;

	touch("4 MiB", memory, 4 << 20);
	first = frame(memory);
	events();
	pid = fork();
	if (pid == 0) {
		look_at_self();
		memory[0] = 1;
		state("child", memory);
		before = faults();
		memory[10 * PAGE] = 7;
		after = faults();
		printf("child writes: %ld faults, frame kept %d, neighbour kept %d\n", after - before, frame(memory + 10 * PAGE) == first + 10, frame(memory + 11 * PAGE) == first + 11);
		state("child", memory);
		*turn = 1;
		wait_for(2);
		exit(0);
	}
	wait_for(1);
	state("parent", memory);
	printf("parent reads %d, frame kept %d, exclusive %d\n", memory[10 * PAGE], frame(memory) == first, (entry(memory) & EXCLUSIVE) != 0);
	before = faults();
	memory[HUGE] = 3;
	after = faults();
	printf("parent writes the second: %ld faults, frame kept %d, neighbour kept %d\n", after - before, frame(memory + HUGE) == first + 512, frame(memory + HUGE + PAGE) == frame(memory + HUGE + 2 * PAGE) - 1);
	state("parent", memory);
	*turn = 2;
	waitpid(pid, NULL, 0);
	state("after the child's end", memory);
	before = faults();
	memory[20 * PAGE] = 3;
	after = faults();
	printf("parent writes the first: %ld faults, frame kept %d\n", after - before, frame(memory) == first);
	state("parent", memory);
	before = faults();
	memory[HUGE + 9 * PAGE] = 3;
	after = faults();
	printf("parent writes the second: %ld faults\n", after - before);
	events();
	*turn = 0;
	munmap(memory, 4 << 20);
	events();
}

static void advice(void)
{
	char *memory = huge(4 << 20);

	touch("4 MiB", memory, 4 << 20);
	printf("dontneed %d\n", madvise(memory + 9 * PAGE, 4 * PAGE, MADV_DONTNEED));
	state("without four pages", memory);
	printf("dontneed %d\n", madvise(memory + HUGE, HUGE, MADV_DONTNEED));
	state("without the second", memory);
	touch("again", memory, 4 << 20);
	state("again", memory);
	events();
	madvise(memory, 4 << 20, MADV_NOHUGEPAGE);
	state("no huge pages any more", memory);
	madvise(memory, 4 << 20, MADV_DONTNEED);
	touch("small pages", memory, 4 << 20);
	state("small pages", memory);
	munmap(memory, 4 << 20);
	memory = room(4 << 20, 0);
	touch("unasked", memory, 4 << 20);
	state("unasked", memory);
	munmap(memory, 4 << 20);
	memory = room(4 << 20, PAGE);
	madvise(memory, 4 << 20, MADV_HUGEPAGE);
	touch("a page askew", memory, 4 << 20);
	state("a page askew", memory);
	munmap(memory, 4 << 20);
	setting("enabled", "always");
	memory = room(4 << 20, 0);
	touch("always", memory, 4 << 20);
	state("always", memory);
	munmap(memory, 4 << 20);
	setting("enabled", "never");
	memory = huge(4 << 20);
	touch("never", memory, 4 << 20);
	state("never", memory);
	munmap(memory, 4 << 20);
	setting("enabled", "sometimes");
	setting("enabled", "madvise");
	events();
}

static void locked(void)
{
	char *memory = mmap(NULL, 8 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	unsigned char there[512];
	long before, after;
	int count = 0;

	memory = (char *)(((uintptr_t)memory + HUGE) & -HUGE);
	memory = mmap(memory, HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	madvise(memory, HUGE, MADV_HUGEPAGE);
	(void)faults();
	before = faults();
	mlock(memory, HUGE);
	after = faults();
	mincore(memory, HUGE, there);
	for (int i = 0; i < 512; i++)
		count += there[i] & 1;
	printf("mlock: %ld faults, huge %ld, locked %ld, there %d\n", after - before, area_kb(memory, "AnonHugePages:"), area_kb(memory, "Locked:"), count);
	munlock(memory + 5 * PAGE, PAGE);
	printf("one page unlocked: huge %ld, locked %ld %ld\n", area_kb(memory, "AnonHugePages:"), area_kb(memory, "Locked:"), area_kb(memory + 6 * PAGE, "Locked:"));
	events();
	munmap(memory, HUGE);
}

int main(void)
{
	warm_up();
	setting("enabled", "madvise");
	setting("hpage_pmd_size", NULL);
	setting("defrag", NULL);
	printf("AnonHugePages: %ld, nr_anon_transparent_hugepages %ld\n", number_in("/proc/meminfo", "AnonHugePages:"), number_in("/proc/vmstat", "nr_anon_transparent_hugepages "));
	memset(text, 1, sizeof(text));
	events();
	moves();
	parts();
	zeros();
	forks();
	advice();
	locked();
	return 0;
}
