/* Firmware tables, which drivers for the modelled devices do not need. */
#ifndef _LINUX_ACPI_H
#define _LINUX_ACPI_H
#include <linux/device.h>
#include <linux/mod_devicetable.h>
#define ACPI_PTR(pointer) NULL
#endif
