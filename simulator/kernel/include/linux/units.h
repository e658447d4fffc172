/* Names of large and small factors. */
#ifndef _LINUX_UNITS_H
#define _LINUX_UNITS_H
#define NANO 1000000000ul
#define MICRO 1000000ul
#define MILLI 1000ul
#define CENTI 100ul
#define DECI 10ul
#define DECA 10ul
#define HECTO 100ul
#define KILO 1000ul
#define MEGA 1000000ul
#define GIGA 1000000000ul
#define HZ_PER_KHZ 1000ul
#define KHZ_PER_MHZ 1000ul
#define HZ_PER_MHZ 1000000ul
#endif
