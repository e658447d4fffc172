/* realloc that grows, malloc thresholds, sparse files, families of processes, what /proc/self/status counts, clear_refs. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <stdint.h>
#define P 4096UL
static long faults(void){struct rusage u;getrusage(0,&u);return u.ru_minflt+u.ru_majflt;}
static int pm;
static uint64_t pfn(volatile void*p){uint64_t w=0;pread(pm,&w,8,(uintptr_t)p/P*8);return w>>63?w&((1ULL<<55)-1):0;}
static char buf[65536];
static long num(const char*f,const char*n){int fd=open(f,0);size_t l=0;ssize_t g;while((g=read(fd,buf+l,sizeof buf-1-l))>0)l+=g;close(fd);buf[l]=0;char*x=strstr(buf,n);return x?strtol(x+strlen(n),0,10):-1;}
static long kb(void*a,const char*n){char h[32];num("/proc/self/smaps","x");sprintf(h,"%08lx-",(unsigned long)a);char*x=strstr(buf,h);x=x?strstr(x,n):0;return x?strtol(x+strlen(n),0,10):-1;}
static char *area(size_t n){char*p=mmap(0,(n+2)*P,0,MAP_PRIVATE|MAP_ANONYMOUS|MAP_NORESERVE,-1,0);p=mmap(p+P,n*P,3,MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED,-1,0);madvise(p,n*P,15);return p;}
static void realloc_loop(void)
{
	/* 1.6: growth with a neighbour that forces a move */
	size_t sizes[]={16<<10,32<<10,64<<10,128<<10,256<<10,512<<10,1<<20,2<<20};
	char*p=malloc(8<<10); memset(p,1,8<<10); void*n;
	for(int i=0;i<8;i++){ n=mmap(0,P,3,MAP_PRIVATE|MAP_ANONYMOUS,-1,0); size_t old=malloc_usable_size(p); uint64_t f0=pfn(p+old/2); long f=faults(); char*q=realloc(p,sizes[i]); f=faults()-f; printf("realloc to %zu KiB: moved %d, %s, faults %s\n",sizes[i]>>10,q!=p,pfn(q+old/2)==f0||sizes[i]<=(64<<10)?"kept":"copied",f<6?"few":"many"); memset(q,2,sizes[i]); p=q; }
	free(p);
	p=malloc(200<<10); printf("mmapped %d\n",((uintptr_t)p&0xfff)==16); free(p); p=malloc(200<<10); printf("threshold raised: mmapped %d\n",((uintptr_t)p&0xfff)==16); free(p);
	mallopt(M_MMAP_THRESHOLD,64<<10); p=malloc(100<<10); printf("mallopt: mmapped %d\n",((uintptr_t)p&0xfff)==16); free(p);
}
static void sparse(void)
{
	int fd=open("sparse",O_RDWR|O_CREAT|O_TRUNC,0644); struct stat st;
	ftruncate(fd,1<<20); fstat(fd,&st); printf("sparse %ld %ld\n",(long)st.st_size,(long)st.st_blocks);
	char*m=mmap(0,1<<20,3,MAP_SHARED,fd,0); m[500000]='x'; msync(m,1<<20,MS_SYNC); fstat(fd,&st); printf("one page %ld\n",(long)st.st_blocks);
	char c=9; pread(fd,&c,1,100); printf("hole %d\n",c); pwrite(fd,"y",1,3<<20); fstat(fd,&st); printf("beyond %ld\n",(long)st.st_size);
	printf("read past %zd\n",pread(fd,&c,1,4<<20)); munmap(m,1<<20); m=mmap(0,4<<20,3,MAP_SHARED,fd,0); printf("%c %d %c\n",m[500000],m[2<<20],m[3<<20]);
	ftruncate(fd,P); if(fork()==0){volatile char d=m[P];exit(0);} int s;wait(&s); printf("truncated: %d\n",s&127);
	unlink("sparse"); m[0]='z'; pread(fd,&c,1,0); printf("unlinked %c\n",c);
}
static void trees(void)
{
	char*a=area(16); memset(a,1,16*P); int st; long before=kb(a,"Pss:");
	int*turn=mmap(0,P,3,MAP_SHARED|MAP_ANONYMOUS,-1,0);
	for(int i=0;i<3;i++) if(fork()==0){ for(int j=0;j<=i;j++) a[j*P]=10+i; __sync_fetch_and_add(turn,1); while(*(volatile int*)turn<4) usleep(1000); exit(a[0]); }
	while(*(volatile int*)turn<3) usleep(1000);
	printf("tree: pss %ld of %ld, shared %ld private %ld\n",kb(a,"Pss:"),before,kb(a,"Shared_Dirty:"),kb(a,"Private_Dirty:"));
	*turn=4; int sum=0; for(int i=0;i<3;i++){wait(&st);sum+=WEXITSTATUS(st);} printf("%d %d\n",sum,a[0]);
	if(fork()==0){ if(fork()==0){ a[0]=77; if(fork()==0) exit(a[0]); wait(&st); exit(WEXITSTATUS(st)); } wait(&st); exit(WEXITSTATUS(st)+a[0]); } wait(&st); printf("grandchildren %d\n",WEXITSTATUS(st));
	printf("wait with none %d %d\n",wait(&st),errno==ECHILD); pid_t p=fork(); if(!p) exit(3); usleep(20000); printf("nohang %d %d\n",waitpid(p,&st,WNOHANG)==p,WEXITSTATUS(st)); printf("other pid %d\n",waitpid(99999,&st,0));
	p=fork(); if(!p){ raise(9);} waitpid(p,&st,0); printf("killed %d %d\n",WIFSIGNALED(st),WTERMSIG(st)); p=fork(); if(!p) abort(); waitpid(p,&st,0); printf("aborted %d %d\n",WIFSIGNALED(st),WTERMSIG(st));
}
static void status(void)
{
	long a=num("/proc/self/status","VmRSS:"),b=num("/proc/self/status","RssAnon:"),v=num("/proc/self/status","VmSize:"),pt=num("/proc/self/status","VmPTE:");
	char*m=area(1024); memset(m,1,1024*P); printf("size +%ld pte +%ld\n",num("/proc/self/status","VmSize:")-v,num("/proc/self/status","VmPTE:")-pt);
	mlock(m,64*P); printf("lck %ld\n",num("/proc/self/status","VmLck:")); munlock(m,64*P); printf("lck %ld\n",num("/proc/self/status","VmLck:"));
	long pk=num("/proc/self/status","VmHWM:"); munmap(m,1024*P); printf("hwm kept %d\n",num("/proc/self/status","VmHWM:")==pk);
	long s0=num("/proc/self/statm",""); m=mmap(0,100*P,3,MAP_PRIVATE|MAP_ANONYMOUS,-1,0); printf("statm +%ld\n",num("/proc/self/statm","")-s0);
	struct rusage u; getrusage(RUSAGE_SELF,&u); printf("maxrss %d\n",u.ru_maxrss>=pk-600&&u.ru_maxrss<=pk+600); getrusage(RUSAGE_CHILDREN,&u); printf("children %d\n",u.ru_minflt>0);
	printf("clear_refs: "); int fd=open("/proc/self/clear_refs",O_WRONLY); printf("%d",fd>=0); memset(m,1,100*P); long r0=kb(m,"Referenced:"); int w=write(fd,"1",1); long r1=kb(m,"Referenced:"); printf(" %d %ld %ld",w,r0,r1); printf(" %d",(int)write(fd,"5",1)); printf(" %d\n",(int)write(fd,"9",1));
}
int main(void)
{
	setvbuf(stdout,0,_IONBF,0); pm=open("/proc/self/pagemap",0); memset(buf,1,sizeof buf); kb(buf,"Rss:"); faults();
	realloc_loop(); sparse(); trees(); status();
	return 0;
}
