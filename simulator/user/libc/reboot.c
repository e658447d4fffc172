/* The end of the machine. */
#include <bits/system-call.h>
#include <sys/reboot.h>

int reboot(int command) { return __call3(reboot, 0xfee1dead, 672274793, (unsigned int)command); }
