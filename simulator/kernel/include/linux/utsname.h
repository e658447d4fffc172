/* The system's name. */
#ifndef _LINUX_UTSNAME_H
#define _LINUX_UTSNAME_H

struct new_utsname {
	char sysname[65];
	char nodename[65];
	char release[65];
	char version[65];
	char machine[65];
	char domainname[65];
};

/* kernel/utsname.c */
extern struct new_utsname __init_utsname;
static inline struct new_utsname *utsname(void) { return &__init_utsname; }
static inline struct new_utsname *init_utsname(void) { return &__init_utsname; }

#endif
