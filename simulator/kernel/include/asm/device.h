/* What x86 adds to a device: nothing. */
