/* The release's name. */
#define UTS_RELEASE "6.1.192"
