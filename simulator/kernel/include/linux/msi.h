#pragma once
/* Message interrupts. */
#include <linux/pci.h>

/* A driver that includes this header has these too. */
#include <linux/property.h>


