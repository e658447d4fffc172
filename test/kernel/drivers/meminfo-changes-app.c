/* What each step changes in /proc/meminfo. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
static const char *names[] = { "Cached", "Active", "Inactive", "Active(anon)", "Inactive(anon)", "Active(file)", "Inactive(file)", "Unevictable", "Mlocked", "AnonPages", "Mapped", "Shmem", "VmallocUsed", "VmallocChunk", "Percpu", "CmaFree", "Committed_AS", "HugePages_Total", "Hugetlb" };
#define N (int)(sizeof names / sizeof *names)
static long before[N];
static char text[8192];
static void take(const char *what)
{
	int f = open("/proc/meminfo", O_RDONLY), n = 0, k, i;
	while ((k = read(f, text + n, sizeof text - 1 - n)) > 0) n += k;
	text[n] = 0; close(f);
	if (what) printf("%s:", what);
	for (i = 0; i < N; i++) {
		char key[32]; long value; char *at;
		sprintf(key, "\n%s:", names[i]);
		at = strstr(text, key);
		value = at ? atol(at + strlen(key)) : -1;
		if (what && value != before[i]) printf(" %s %+ld", names[i], value - before[i]);
		before[i] = value;
	}
	if (what) printf("\n");
}
static void act(const char *n) { int f = open("/sys/kernel/debug/meminfo/act", O_WRONLY); write(f, n, strlen(n)); close(f); }
static const char *acts[] = { "vmalloc 1M", "vfree", "8 percpu of 4096", "free_percpu", "coherent 4M", "free", "vmap 16", "vunmap", "pci_iomap", "iounmap" };
int main(void)
{
	char n[8]; int i; char *p; 
	act("1"); act("2"); setvbuf(stdout, malloc(4096), _IOFBF, 4096); sleep(1);
	take(0); take(0);
	for (i = 0; i < 10; i++) { sprintf(n, "%d", i + 1); act(n); take(acts[i]); }
	p = mmap(0, 8 << 20, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); take("mmap 8M");
	memset(p, 1, 8 << 20); take("touched");
	mlock(p, 4 << 20); take("mlock 4M");
	munlock(p, 4 << 20); take("munlock");
	mlock(p, 1 << 20);
	munmap(p, 8 << 20); take("munmap");
	{ int f = open("/tmp/x", O_RDWR | O_CREAT, 0600); memset(text, 7, 4096); for (i = 0; i < 256; i++) write(f, text, 4096); take("file in memory 1M");
	p = mmap(0, 1 << 20, 3, MAP_SHARED, f, 0); for (i = 0; i < 256; i++) p[4096 * i]++; take("mapped"); munmap(p, 1 << 20); take("unmapped"); close(f); unlink("/tmp/x"); take("gone"); }
	return 0;
}
