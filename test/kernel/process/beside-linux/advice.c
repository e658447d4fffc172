/* Every advice of madvise on every kind of memory, what it refuses, and what it leaves. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/resource.h>
#include <unistd.h>
#include <stdint.h>
#define P 4096UL
static long faults(void){struct rusage u;getrusage(0,&u);return u.ru_minflt+u.ru_majflt;}
static int pm;
static uint64_t pfn(volatile void*p){uint64_t w=0;pread(pm,&w,8,(uintptr_t)p/P*8);return w;}
#define R(w, e) do { errno = 0; long r_ = (long)(e); printf("%s: %ld %s\n", w, r_ > 1000 || r_ < -1 ? 1 : r_, errno ? strerror(errno) : ""); } while (0)
static char *area(size_t n){char*p=mmap(0,(n+2)*P,0,MAP_PRIVATE|MAP_ANONYMOUS|MAP_NORESERVE,-1,0);return mmap(p+P,n*P,3,MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED,-1,0);}
static char buf[65536];
static long kb(void*a,const char*n){char h[32];int fd=open("/proc/self/smaps",0);size_t l=0;ssize_t g;while((g=read(fd,buf+l,sizeof buf-1-l))>0)l+=g;close(fd);buf[l]=0;sprintf(h,"%08lx-",(unsigned long)a);char*x=strstr(buf,h);x=x?strstr(x,n):0;return x?strtol(x+strlen(n),0,10):-1;}
int main(void)
{
	setvbuf(stdout,0,_IONBF,0); pm=open("/proc/self/pagemap",0); memset(buf,1,sizeof buf); kb(buf,"Rss:"); faults();
	int rw = open("/tmp/m2", O_RDWR|O_CREAT|O_TRUNC, 0644); ftruncate(rw, 8*P); for(int i=0;i<8;i++) pwrite(rw,"x",1,i*P);
	char *a, *b; long f;
	/* every advice number on kinds of memory */
	for (int adv = -1; adv < 27; adv++) { if (adv >= 12 && adv <= 15) continue;
		a = area(4); a[0]=1;a[P]=2; b = mmap(0,4*P,3,MAP_SHARED,rw,0); b[0]='y'; char *c=mmap(0,4*P,3,MAP_PRIVATE,rw,0); c[0]='z'; char*d=mmap(0,4*P,3,MAP_SHARED|MAP_ANONYMOUS,-1,0); d[0]='d';
		errno=0; int r1=madvise(a,4*P,adv),e1=errno; errno=0; int r2=madvise(b,4*P,adv),e2=errno; errno=0; int r3=madvise(c,4*P,adv),e3=errno; errno=0; int r4=madvise(d,4*P,adv),e4=errno;
		printf("advice %d: anon %d/%d shared file %d/%d private file %d/%d shared anon %d/%d rss %ld %ld %ld %ld", adv, r1,e1,r2,e2,r3,e3,r4,e4, kb(a,"Rss:"),kb(b,"Rss:"),kb(c,"Rss:"),kb(d,"Rss:"));
		f=faults(); printf(" values %d %d %d %d", a[0], b[0], c[0], d[0]); printf(" flags %d\n", 0);
		munmap(a,4*P);munmap(b,4*P);munmap(c,4*P);munmap(d,4*P);
	}
	a = area(8); memset(a, 7, 8*P);
	R("odd", madvise(a+1,P,MADV_DONTNEED)); R("hole", madvise(a,20*P,MADV_DONTNEED)); printf("%d\n", a[0]); R("len 0", madvise(a,0,MADV_DONTNEED)); R("odd len", madvise(a,1,MADV_DONTNEED)); R("wrap", madvise(a,-P,MADV_DONTNEED)); R("len0 bad adv", madvise(a,0,77));
	mlock(a,P); R("locked dontneed", madvise(a,P,MADV_DONTNEED)); R("locked free", madvise(a,P,MADV_FREE)); R("locked cold", madvise(a,P,MADV_COLD)); R("locked pageout", madvise(a,P,MADV_PAGEOUT)); R("locked dontneed_locked", madvise(a,P,24)); munlock(a,P);
	/* free */
	a = area(4); memset(a,5,4*P); f=faults(); R("free", madvise(a,4*P,MADV_FREE)); printf("rss %ld anon %ld lazy %ld dirty %ld value %d\n", kb(a,"Rss:"), kb(a,"Anonymous:"), kb(a,"LazyFree:"), kb(a,"Private_Dirty:"), a[0]);
	f=faults(); a[0]=9; printf("faults %ld\n", faults()-f); printf("lazy %ld dirty %ld\n", kb(a,"LazyFree:"), kb(a,"Private_Dirty:"));
	/* populate */
	a = area(16); f=faults(); R("populate read", madvise(a,16*P,MADV_POPULATE_READ)); printf("faults %ld rss %ld\n", faults()-f, kb(a,"Rss:")); f=faults(); R("populate write", madvise(a,16*P,MADV_POPULATE_WRITE)); printf("faults %ld rss %ld\n", faults()-f, kb(a,"Rss:"));
	mprotect(a,P,PROT_READ); R("populate write ro", madvise(a,P,MADV_POPULATE_WRITE)); mprotect(a,P,0); R("populate read none", madvise(a,P,MADV_POPULATE_READ)); R("populate hole", madvise(a,40*P,MADV_POPULATE_READ)); R("populate odd", madvise(a+1,P,MADV_POPULATE_READ));
	b = mmap(0,4*P,3,MAP_SHARED,rw,0); f=faults(); R("populate write file", madvise(b,4*P,MADV_POPULATE_WRITE)); printf("faults %ld\n", faults()-f); char*e=mmap(0,20*P,3,MAP_SHARED,rw,0); R("populate beyond eof", madvise(e,20*P,MADV_POPULATE_READ));
	/* wipe/dontfork flags */
	a = area(1); R("keep", madvise(a,P,MADV_KEEPONFORK)); R("dofork", madvise(a,P,MADV_DOFORK)); R("wipe on file", madvise(b,P,MADV_WIPEONFORK)); R("wipe on shared", madvise(mmap(0,P,3,MAP_SHARED|MAP_ANONYMOUS,-1,0),P,MADV_WIPEONFORK));
	/* remove: punch hole */
	b[P]='q'; R("remove", madvise(b+P,P,MADV_REMOVE)); printf("%d\n", b[P]); char cc; pread(rw,&cc,1,P); printf("%d\n", cc);
	/* split and merge of vmas */
	a = area(9); for(int i=0;i<9;i++)a[i*P]=i; mprotect(a+3*P,P,1); printf("rss %ld", kb(a,"Rss:")); printf(" %ld %ld\n", kb(a+3*P,"Size:"), kb(a+4*P,"Size:")); mprotect(a+3*P,P,3); printf("merged %ld\n", kb(a,"Size:"));
	munmap(a+4*P,P); mmap(a+4*P,P,3,MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED,-1,0); printf("refilled %ld %ld\n", kb(a,"Size:"), kb(a+4*P,"Size:"));
	madvise(a,9*P,MADV_RANDOM); printf("random %ld\n", kb(a,"Size:"));
	madvise(a,3*P,MADV_NORMAL); printf("normal %ld %ld\n", kb(a,"Size:"), kb(a+3*P,"Size:"));
	return 0;
}
