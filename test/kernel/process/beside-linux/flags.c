/* mmap with every type of mapping, file and right; its flags, lengths, offsets and places; munmap, mprotect, msync, mincore and mlock where they refuse: the errors of Linux 6.1.192. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <stdint.h>
#define P 4096UL
static void show(const char *w, void *p) { printf("%s: %s\n", w, p == MAP_FAILED ? strerror(errno) : "ok"); if (p != MAP_FAILED) munmap(p, P); }
#define T(w, ...) show(w, mmap(__VA_ARGS__))
int main(void)
{
	setvbuf(stdout,0,_IONBF,0);
	int rw = open("/tmp/m1", O_RDWR|O_CREAT|O_TRUNC, 0644), ro, wo, dir = open("/", O_RDONLY), nul = open("/dev/null", O_RDWR), zero = open("/dev/zero", O_RDWR);
	ftruncate(rw, 3*P+100);
	ro = open("/tmp/m1", O_RDONLY); wo = open("/tmp/m1", O_WRONLY);
	int types[] = {0, MAP_SHARED, MAP_PRIVATE, MAP_SHARED_VALIDATE, 4, 0xf};
	int fds[] = {-1, rw, ro, wo, dir, 77, nul, zero};
	const char *fn[] = {"-1","rw","ro","wo","dir","77","null","zero"};
	int prots[] = {0, 1, 2, 3, 4, 7, 8, 0x1000000};
	for (int t = 0; t < 6; t++) for (int f = 0; f < 8; f++) for (int p = 0; p < 8; p++) {
		char w[80]; sprintf(w, "type %x fd %s prot %x", types[t], fn[f], prots[p]);
		T(w, 0, P, prots[p], types[t], fds[f], 0);
		if (f == 0) { sprintf(w, "anon type %x prot %x", types[t], prots[p]); T(w, 0, P, prots[p], types[t]|MAP_ANONYMOUS, -1, 0); }
	}
	int extra[] = {MAP_GROWSDOWN, MAP_LOCKED, MAP_NORESERVE, MAP_POPULATE, MAP_NONBLOCK, MAP_STACK, MAP_HUGETLB, MAP_SYNC, MAP_FIXED_NOREPLACE, 0x200000, 0x4000000, MAP_DENYWRITE, MAP_EXECUTABLE, 0x40 };
	for (int e = 0; e < 14; e++) { char w[80];
		if (extra[e]==MAP_HUGETLB) continue;
		sprintf(w, "anon private %x", extra[e]); T(w, (void*)0x10000000, P, 3, MAP_PRIVATE|MAP_ANONYMOUS|extra[e], -1, 0);
		sprintf(w, "anon shared %x", extra[e]); T(w, (void*)0x10000000, P, 3, MAP_SHARED|MAP_ANONYMOUS|extra[e], -1, 0);
		sprintf(w, "file private %x", extra[e]); T(w, (void*)0x10000000, P, 3, MAP_PRIVATE|extra[e], rw, 0);
		sprintf(w, "file shared %x", extra[e]); T(w, (void*)0x10000000, P, 3, MAP_SHARED|extra[e], rw, 0);
		sprintf(w, "file validate %x", extra[e]); T(w, (void*)0x10000000, P, 3, MAP_SHARED_VALIDATE|extra[e], rw, 0);
	}
	T("len 0", 0, 0, 3, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0);
	T("len 1", 0, 1, 3, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0);
	T("len max", 0, -1UL, 3, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0);
	T("len huge", 0, 1UL<<47, 3, MAP_PRIVATE|MAP_ANONYMOUS|MAP_NORESERVE, -1, 0);
	T("len 100T", 0, 100UL<<40, 0, MAP_PRIVATE|MAP_ANONYMOUS|MAP_NORESERVE, -1, 0);
	T("off 1", 0, P, 3, MAP_SHARED, rw, 1);
	T("off neg", 0, P, 3, MAP_SHARED, rw, -P);
	T("off big", 0, 2*P, 3, MAP_SHARED, rw, 0x7ffffffffffff000L);
	T("off beyond", 0, P, 3, MAP_SHARED, rw, 100*P);
	T("fixed unaligned", (void*)0x10000001, P, 3, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0);
	T("hint unaligned", (void*)0x10000001, P, 3, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0);
	T("fixed 0", 0, P, 3, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0);
	T("fixed kernel", (void*)0xffff800000000000UL, P, 3, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0);
	T("fixed end", (void*)0x7ffffffff000UL, P, 3, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0);
	T("closed fd anon", 0, P, 3, MAP_PRIVATE|MAP_ANONYMOUS, 77, 0);
	char *a = mmap(0, 10*P, 3, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0);
#define R(w, e) do { errno = 0; long r_ = (long)(e); printf("%s: %ld %s\n", w, r_ > 1000 || r_ < -1 ? 1 : r_, errno ? strerror(errno) : ""); } while (0)
	R("munmap 0", munmap(a, 0)); R("munmap odd", munmap(a+1, P)); R("munmap odd len", munmap(a+9*P, 1)); R("munmap again", munmap(a+9*P, P)); R("munmap kernel", munmap((void*)0xffff800000000000UL, P)); R("munmap wrap", munmap(a, -P)); R("munmap across holes", munmap(a+8*P, 100*P > 0 ? 2*P : 0));
	R("mprotect odd", mprotect(a+1, P, 1)); R("mprotect 0", mprotect(a, 0, 1)); R("mprotect hole", mprotect(a, 20*P, 1)); R("mprotect bad", mprotect(a, P, 0x40)); R("mprotect back", mprotect(a, 8*P, 3)); R("mprotect grows", mprotect(a, P, 3|0x01000000)); R("mprotect growsup", mprotect(a, P, 3|0x02000000)); R("mprotect both", mprotect(a, P, 3|0x03000000)); R("mprotect wrap", mprotect(a, -P, 3));
	char *s = mmap(0, 3*P, 1, MAP_SHARED, ro, 0); R("ro shared to w", mprotect(s, P, 3)); R("ro shared exec", mprotect(s, P, 5));
	char *q = mmap(0, 3*P, 1, MAP_PRIVATE, ro, 0); R("ro private to w", mprotect(q, P, 3)); q[0] = 1;
	/* msync */
	char *m = mmap(0, 4*P, 3, MAP_SHARED, rw, 0);
	R("msync 0", msync(m, 4*P, 0)); R("msync both", msync(m, P, MS_ASYNC|MS_SYNC)); R("msync bad", msync(m, P, 8)); R("msync odd", msync(m+1, P, MS_SYNC)); R("msync len0", msync(m, 0, MS_SYNC)); R("msync inval", msync(m, P, MS_SYNC|MS_INVALIDATE)); R("msync anon", msync(a, P, MS_SYNC)); R("msync wrap", msync(m, -1UL, MS_SYNC)); R("msync unmapped", msync((void*)0x20000000, P, MS_SYNC));
	mlock(m, P); R("msync inval locked", msync(m, P, MS_INVALIDATE)); munlock(m, P);
	/* mincore */
	unsigned char v[64]; memset(v, 0xaa, 64);
	R("mincore odd", mincore(a+1, P, v)); R("mincore 0", mincore(a, 0, v)); R("mincore hole", mincore(a, 64*P, v)); R("mincore null", mincore(a, P, (void*)0)); R("mincore kernel", mincore((void*)0xffff800000000000UL, P, v)); R("mincore ok", mincore(a, P, v)); printf("%x\n", v[0]&1); a[0]=1; mincore(a, 2*P, v); printf("%x %x\n", v[0]&1, v[1]&1); m[0]=1; mincore(m, 4*P, v); printf("%x %x %x %x\n", v[0]&1,v[1]&1,v[2]&1,v[3]&1);
	/* mlock */
	R("mlock hole", mlock(a, 64*P)); R("mlock odd", mlock(a+5, 10)); R("munlock", munlock(a, P)); R("mlock2 bad", mlock2(a, P, 2)); R("mlock2 onfault", mlock2(a+2*P, P, MLOCK_ONFAULT)); mincore(a, 8*P, v); printf("%x %x\n", v[1]&1, v[2]&1); R("mlock none", mlock((void*)0x20000000, P)); R("mlock beyond eof", mlock(m, 4*P)); R("mlock prot none", (mprotect(a+4*P, P, 0), mlock(a+4*P, P))); R("mlockall 8", mlockall(8)); R("mlock wrap", mlock(a, -1UL)); R("mlock len 0", mlock(a, 0));
	munlockall();
	return 0;
}
