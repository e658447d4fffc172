/* documented-bugs 4.2, S5c and S5d: the page of zeros, and copy-on-write across fork. */
#define _GNU_SOURCE
#include "look.h"

static void shares(const char *who, char *memory)
{
	printf("%s: private %ld shared %ld pss %ld anonymous %ld\n", who,
	       area_kb(memory, "Private_Dirty:") + area_kb(memory, "Private_Clean:"),
	       area_kb(memory, "Shared_Dirty:") + area_kb(memory, "Shared_Clean:"), area_kb(memory, "Pss:"),
	       area_kb(memory, "Anonymous:"));
}

static void zero_page(void)
{
	char *memory = anonymous(64), *place = anonymous(64), *copy;
	volatile char sum = 0;
	long before, after;
	int same = 0;

	printf("untouched %d\n", entry(memory) != 0);
	before = faults();
	for (int i = 0; i < 64; i++)
		sum += memory[i * PAGE];
	after = faults();
	printf("read: %ld faults, rss %ld, anonymous %ld\n", after - before, area_kb(memory, "Rss:"),
	       area_kb(memory, "Anonymous:"));
	for (int i = 0; i < 64; i++)
		same += frame(memory + i * PAGE) == frame(memory);
	printf("one frame for %d\n", same);
	before = faults();
	for (int i = 0; i < 8; i++)
		memory[i * PAGE] = 1;
	after = faults();
	printf("write 8: %ld faults, rss %ld\n", after - before, area_kb(memory, "Rss:"));
	before = faults();
	memory = mremap(memory, 64 * PAGE, 64 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, place);
	after = faults();
	printf("mremap: %ld faults, rss %ld, zero page kept %d\n", after - before, area_kb(memory, "Rss:"),
	       frame(memory + 9 * PAGE) == frame(memory + 63 * PAGE));
	copy = anonymous(64);
	before = faults();
	memcpy(copy, memory, 64 * PAGE);
	after = faults();
	printf("memcpy: %ld faults, anonymous %ld\n", after - before, area_kb(copy, "Anonymous:"));
	memory = anonymous(64);
	copy = anonymous(64);
	before = faults();
	memcpy(copy, memory, 64 * PAGE);
	after = faults();
	printf("memcpy of untouched: %ld faults, source %ld, destination %ld\n", after - before, area_kb(memory, "Anonymous:"),
	       area_kb(copy, "Anonymous:"));
}

static void child(char *memory, uint64_t first)
{
	char *place;
	long before, after;

	look_at_self();
	(void)area_kb(memory, "Pss:");
	*turn = 1;
	wait_for(2);
	before = faults();
	for (int i = 0; i < 64; i++)
		memory[i * PAGE] = 2;
	after = faults();
	printf("child wrote 64: %ld faults, new frame %d\n", after - before, frame(memory) != first);
	shares("child", memory);
	*turn = 3;
	wait_for(4);
	place = anonymous(256);
	(void)faults();
	before = faults();
	memory = mremap(memory, 256 * PAGE, 256 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, place);
	after = faults();
	printf("child moved: %ld faults\n", after - before);
	shares("child", memory);
	exit(0);
}

static void fork_and_write(void)
{
	char *memory = anonymous(256);
	uint64_t first, later;
	long before, after;
	pid_t pid;

	for (int i = 0; i < 256; i++)
		memory[i * PAGE] = 1;
	first = frame(memory);
	shares("before", memory);
	printf("exclusive %d\n", (entry(memory) & EXCLUSIVE) != 0);
	pid = fork();
	if (pid == 0)
		child(memory, first);
	wait_for(1);
	shares("after fork", memory);
	printf("same frame %d, exclusive %d\n", frame(memory) == first, (entry(memory) & EXCLUSIVE) != 0);
	*turn = 2;
	wait_for(3);
	shares("parent", memory);
	before = faults();
	memory[0] = 3;
	after = faults();
	printf("parent writes what the child left: %ld faults, frame kept %d\n", after - before, frame(memory) == first);
	later = frame(memory + 200 * PAGE);
	before = faults();
	memory[200 * PAGE] = 3;
	after = faults();
	printf("parent writes what both have: %ld faults, frame kept %d\n", after - before,
	       frame(memory + 200 * PAGE) == later);
	*turn = 4;
	waitpid(pid, NULL, 0);
	later = frame(memory + 100 * PAGE);
	before = faults();
	memory[100 * PAGE] = 3;
	after = faults();
	printf("after the child's end: %ld faults, frame kept %d\n", after - before, frame(memory + 100 * PAGE) == later);
}

static void advice(void)
{
	char *wiped = anonymous(1), *kept = anonymous(1), *gone = anonymous(1);
	char *shared = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	uint64_t shared_frame;
	int status;
	pid_t pid;

	wiped[0] = kept[0] = gone[0] = 5;
	shared[0] = 0;
	shared_frame = frame(shared);
	madvise(wiped, PAGE, MADV_WIPEONFORK);
	madvise(gone, PAGE, MADV_DONTFORK);
	pid = fork();
	if (pid == 0) {
		look_at_self();
		shared[0] = 7;
		printf("child: wiped %d kept %d shared frame %d\n", wiped[0], kept[0], frame(shared) == shared_frame);
		exit(gone[0]);
	}
	waitpid(pid, &status, 0);
	printf("parent sees %d; the child ended by signal %d\n", shared[0], WTERMSIG(status));
}

int main(void)
{
	warm_up();
	zero_page();
	fork_and_write();
	advice();
	return 0;
}
