// SPDX-License-Identifier: MIT
/* Reads in small pieces, seeks and odd values for the files of the driver. */
#include <stdio.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>
#include <errno.h>

#define D "/sys/kernel/debug/fz4/"

static char b[8192];
static void rd(const char *n, int sz)
{
	int f = open(n, O_RDONLY), r, k = 0;
	printf("read %s by %d (fd %d):", n, sz, f>=0);
	while ((r = read(f, b, sz))>0&&k++<40) {
		int i;
		printf(" %d'", r);
		for (i = 0;i<r;i++) if (b[i]=='\n') printf("\\n");
		else if (b[i]<32) printf("\\%o", b[i]&255);
		else putchar(b[i]);
		printf("'");
	}
	printf(" %d %d pos %ld\n", r, r<0?errno:0, (long)lseek(f, 0, SEEK_CUR));
	close(f);
}

static void wr(const char *n, const char *s)
{
	int f = open(n, O_WRONLY), r;
	errno = 0;
	r = write(f, s, strlen(s));
	printf("write %s '%s': %d %d\n", n, s, r, r<0?errno:0);
	close(f);
}

int main(void)
{
	int i, f, r;
	static const int sz[] = { 1, 4, 7, 4096 };
	for (i = 0;i<4;i++) rd(D "seq", sz[i]);
	rd(D "one", 4096);
	rd(D "one", 10);
	f = open(D "seq", O_RDONLY);
	r = pread(f, b, 6, 5);
	printf("pread %d %.6s\n", r, b);
	r = pread(f, b, 6, 12);
	printf("pread %d %.6s\n", r, b);
	r = pread(f, b, 6, 1000);
	printf("pread end %d\n", r);
	printf("lseek %ld\n", (long)lseek(f, 7, SEEK_SET));
	r = read(f, b, 5);
	printf("read %d %.5s\n", r, b);
	printf("lseek %ld\n", (long)lseek(f, 2, SEEK_CUR));
	r = read(f, b, 5);
	printf("read %d %.5s\n", r, b);
	printf("lseek end %ld %d\n", (long)lseek(f, 0, SEEK_END), errno);
	printf("lseek neg %ld %d\n", (long)lseek(f, -1, SEEK_SET), errno);
	close(f);
	static const char *const fs[] = { "u8", "u64", "b", "at", "att", "atts", "x16", "simp", "blob", "rw" };
	for (i = 0;i<10;i++) {
		char n[64];
		sprintf(n, D "%s", fs[i]);
		rd(n, 100);
		rd(n, 3);
	}
	static const char *const vs[] = { "0x10", "-1", "256", "abc", "", "5\n", " 5", "5x", "Y", "off", "99999999999999999999999", "13", "+7" };
	for (i = 0;i<13;i++) {
		int j;
		for (j = 0;j<6;j++) {
			char n[64];
			sprintf(n, D "%s", fs[j]);
			wr(n, vs[i]);
		}
	}
	for (i = 0;i<7;i++) {
		char n[64];
		sprintf(n, D "%s", fs[i]);
		rd(n, 100);
	}
	wr(D "simp", "1");
	wr(D "blob", "1");
	f = open(D "rw", O_RDWR);
	printf("w %zd\n", write(f, "hello", 5));
	printf("w %zd\n", write(f, " there", 6));
	printf("w %zd\n", write(f, "0123456789", 10));
	errno = 0;
	printf("w %zd", write(f, "z", 1));
	printf(" %d\n", errno);
	printf("seek %ld\n", (long)lseek(f, 3, SEEK_SET));
	r = read(f, b, 4);
	printf("r %d %.4s\n", r, b);
	printf("seek %ld\n", (long)lseek(f, -2, SEEK_END));
	r = read(f, b, 4);
	printf("r %d\n", r);
	errno = 0;
	printf("seek %ld", (long)lseek(f, -20, SEEK_CUR));
	printf(" %d\n", errno);
	errno = 0;
	printf("pw %zd", pwrite(f, "q", 1, 100));
	printf(" %d\n", errno);
	close(f);
	rd("/sys/class/fz4/dev/at", 100);
	rd("/sys/class/fz4/dev/at", 2);
	wr("/sys/class/fz4/dev/at", "ab");
	wr("/sys/class/fz4/dev/at", "abcdef");
	wr("/sys/class/fz4/dev/at", "a\n");
	wr("/sys/class/fz4/dev/at", "");
	rd("/sys/class/fz4/dev/uevent", 100);
	wr("/sys/class/fz4/dev/uevent", "bogus");
	return 0;
}

