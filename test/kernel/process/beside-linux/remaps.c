/* mremap in every form: flags, lengths, places, files, DONTUNMAP, locked memory, several areas. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <stdint.h>
#define P 4096UL
static long faults(void){struct rusage u;getrusage(0,&u);return u.ru_minflt+u.ru_majflt;}
static int pm;
static uint64_t pfn(volatile void*p){uint64_t w=0;pread(pm,&w,8,(uintptr_t)p/P*8);return w>>63?w&((1ULL<<55)-1):0;}
static char *area(size_t n){char*p=mmap(0,(n+2)*P,0,MAP_PRIVATE|MAP_ANONYMOUS|MAP_NORESERVE,-1,0);return mmap(p+P,n*P,3,MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED,-1,0);}
static char *res(char*old,void*p){static char s[64];if(p==MAP_FAILED){sprintf(s,"%s",strerror(errno));}else sprintf(s,"%s",p==old?"same":"moved");return s;}
#define M(w,old,...) do{void*r_=mremap(old,__VA_ARGS__);printf("%s: %s\n",w,res(old,r_));}while(0)
static char buf[65536];
static long kb(void*a,const char*n){char h[32];int fd=open("/proc/self/smaps",0);size_t l=0;ssize_t g;while((g=read(fd,buf+l,sizeof buf-1-l))>0)l+=g;close(fd);buf[l]=0;sprintf(h,"%08lx-",(unsigned long)a);char*x=strstr(buf,h);x=x?strstr(x,n):0;return x?strtol(x+strlen(n),0,10):-1;}
int main(void)
{
	setvbuf(stdout,0,_IONBF,0); pm=open("/proc/self/pagemap",0); memset(buf,1,sizeof buf); kb(buf,"Rss:");
	char *a,*b,*c; uint64_t f0;
	int fd=open("/tmp/m3",O_RDWR|O_CREAT|O_TRUNC,0644); ftruncate(fd,8*P); for(int i=0;i<8;i++)pwrite(fd,"0123456789"+i,1,i*P);
	/* flags matrix */
	for(int fl=0;fl<9;fl++) for(int k=0;k<4;k++){ a=area(4); a[0]=1; b=area(8); size_t nl[]={2*P,4*P,8*P,0}; void*r=mremap(a,4*P,nl[k],fl,b); printf("flags %d new %ld: %s\n",fl,(long)(nl[k]/P),res(a,r)); }
	a=area(4);M("odd address",a+1,P,P,1); M("odd new",a,4*P,2*P,3,a+100*P+1); M("overlap",a,4*P,4*P,3,a+2*P); M("self",a,4*P,4*P,3,a); M("unmapped",(char*)0x20000000,P,2*P,1); M("too long",a,6*P,8*P,1); M("too long same",a,6*P,6*P,1); M("shrink over hole",a,6*P,2*P,1); M("wrap",a,P,-P,1); M("huge",a,P,1UL<<47,1); M("old 0 private",a,0,P,1); M("odd lengths",a,100,200,0);M("odd lengths grow",a,P+1,2*P+5,1);
	M("to kernel",a,P,P,3,(void*)0xffff800000000000UL); M("to end",a,P,P,3,(void*)0x7ffffffff000UL); M("to 0",a,P,P,3,(void*)0);
	/* grow in place */
	a=area(4); munmap(a+2*P,2*P); a[0]=5; M("grow in place",a,2*P,4*P,0); M("grow into neighbour",a,4*P,5*P,0); M("grow mid vma",a,P,2*P,0); 
	a=area(6); memset(a,3,6*P); f0=pfn(a+2*P); b=mremap(a+2*P,2*P,4*P,1); printf("middle moved %d frame %d left %ld right %ld new %ld\n",b!=a+2*P,pfn(b)==f0,kb(a,"Size:"),kb(a+4*P,"Size:"),kb(b,"Size:"));
	/* file */
	a=mmap(0,8*P,3,MAP_SHARED,fd,0); b=mremap(a+2*P,P,3*P,1); printf("file: %c %c %c\n",b[0],b[P],b[2*P]); c=mremap(b,0,P,1); printf("dup %c %d\n",c[0],pfn(c)==pfn(b)); c[0]='Z'; printf("%c\n",b[0]);
	a=mmap(0,2*P,3,MAP_SHARED|MAP_ANONYMOUS,-1,0); a[0]='s'; b=mremap(a,0,2*P,1); printf("shared anon dup %c %d\n",b[0],pfn(a)==pfn(b)); b=mremap(a,2*P,4*P,1); printf("grown %d\n",b!=MAP_FAILED); if(fork()==0){ b[2*P]=1; exit(0);} int st; wait(&st); printf("beyond: signal %d\n",st&127);
	/* dontunmap */
	a=area(4); memset(a,8,4*P); f0=pfn(a+P); b=mremap(a,4*P,4*P,5,0); printf("dontunmap %d %d old %d rss %ld\n",pfn(b+P)==f0,pfn(a+P)==0,a[P],kb(a,"Rss:")); 
	a=area(4); memset(a,8,4*P); c=area(4); b=mremap(a+P,2*P,2*P,7,c+P); printf("dontunmap part %s old %d %d %d %d new %d\n",res(c+P,b),a[0],a[P],a[2*P],a[3*P],b[0]);
	a=area(4); mlock(a,4*P); b=mremap(a,4*P,4*P,5,0); printf("locked dontunmap %ld %ld\n",kb(a,"Locked:"),kb(b,"Locked:")); munlockall();
	a=area(4); a[0]=1; mlock(a,4*P); b=mremap(a,4*P,8*P,1); printf("locked grow rss %ld locked %ld\n",kb(b,"Rss:"),kb(b,"Locked:"));
	/* across vmas */
	a=area(4); mprotect(a+2*P,2*P,1); M("across two",a,4*P,4*P,1); b=area(4); M("move two",a,4*P,4*P,3,b); M("dontunmap two",a,4*P,4*P,7,b);
	a=area(4); a[0]=1; mprotect(a,4*P,0); b=mremap(a,4*P,8*P,1); printf("prot none %d\n",b!=MAP_FAILED); mprotect(b,8*P,1); printf("%d\n",b[0]);
	return 0;
}
