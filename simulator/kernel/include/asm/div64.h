#pragma once
#include <linux/math64.h>
