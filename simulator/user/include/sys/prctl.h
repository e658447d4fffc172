/* What a task may ask for itself: its name, and how late its sleep may end. */
#ifndef _SYS_PRCTL_H
#define _SYS_PRCTL_H

#define PR_SET_NAME 15
#define PR_GET_NAME 16
#define PR_GET_TIMERSLACK 30

int prctl(int option, ...);

#endif
