/* documented-bugs 4.3 and S4a, S4c: who sees whose stores, which frames, and what truncation does. The file's path is the argument. */
#define _GNU_SOURCE
#include "look.h"

static char at(int fd, off_t offset)
{
	char byte = '?';

	if (pread(fd, &byte, 1, offset) != 1)
		return '-';
	return byte;
}

int main(int argc, char **argv)
{
	const char *path = argc > 1 ? argv[1] : "/sixteen-pages";
	char page[PAGE], *s, *s2, *p;
	volatile char byte;
	uint64_t before_frame;
	long before;
	int fd, status;
	pid_t pid;

	warm_up();
	fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0644);
	memset(page, 'A', sizeof(page));
	for (int i = 0; i < 16; i++)
		if (write(fd, page, sizeof(page)) != sizeof(page))
			printf("write failed\n");
	fsync(fd);
	s = mmap(NULL, 16 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	mmap(NULL, 2 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	s2 = mmap(NULL, 16 * PAGE, PROT_READ, MAP_SHARED, fd, 0);
	mmap(NULL, 2 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	p = mmap(NULL, 16 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	before = faults();
	byte = s[0];
	byte = s2[0];
	byte = p[0];
	before = faults() - before;
	printf("first reads: %ld faults, one frame %d, file page %d, rss %ld\n", before,
	       frame(s) == frame(s2) && frame(s) == frame(p), (entry(s) & FILE_PAGE) != 0, area_kb(s, "Rss:"));
	s[0] = 'S';
	printf("store S: s2 %c p %c read %c\n", s2[0], p[0], at(fd, 0));
	before_frame = frame(p + PAGE);
	before = faults();
	p[PAGE] = 'P';
	before = faults() - before;
	printf("store P: %ld faults, s %c read %c, new frame %d, file page %d, anonymous %ld\n", before, s[PAGE],
	       at(fd, PAGE), frame(p + PAGE) != before_frame, (entry(p + PAGE) & FILE_PAGE) != 0, area_kb(p, "Anonymous:"));
	s[PAGE + 1] = 'T';
	printf("store T: p %c read %c\n", p[PAGE + 1], at(fd, PAGE + 1));
	s[2 * PAGE] = 'U';
	printf("store U: p %c\n", p[2 * PAGE]);
	if (pwrite(fd, "W", 1, 3 * PAGE) != 1)
		printf("pwrite failed\n");
	printf("write W: s %c p %c\n", s[3 * PAGE], p[3 * PAGE]);
	printf("dirty before msync %d", area_kb(s, "Shared_Dirty:") + area_kb(s, "Private_Dirty:") > 0);
	printf(", msync %d", msync(s, 16 * PAGE, MS_SYNC));
	printf(", after %ld\n", area_kb(s, "Shared_Dirty:") + area_kb(s, "Private_Dirty:"));
	before = faults();
	s[0] = 's';
	before = faults() - before;
	printf("store after msync: %ld faults\n", before);
	before = faults();
	s[1] = 's';
	before = faults() - before;
	printf("once more: %ld faults\n", before);
	printf("msync of nothing %d", msync(page, 1, MS_SYNC));
	printf(" %d, two kinds %d", errno == EINVAL, msync(s, PAGE, MS_SYNC | MS_ASYNC));
	printf(" %d\n", errno == EINVAL);
	status = ftruncate(fd, 2 * PAGE);
	printf("truncate %d: entry %d, private kept %c, beyond %c\n", status, entry(s + 3 * PAGE) != 0, p[PAGE],
	       at(fd, 2 * PAGE));
	pid = fork();
	if (pid == 0) {
		byte = s[3 * PAGE];
		exit(0);
	}
	waitpid(pid, &status, 0);
	printf("beyond the end: signal %d\n", WTERMSIG(status));
	unlink(path);
	(void)byte;
	return 0;
}
