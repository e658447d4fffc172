#pragma once
#include <linux/irq.h>
