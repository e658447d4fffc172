/* Paths between blocks of an SoC, as in a kernel without CONFIG_INTERCONNECT: there are none. */
#ifndef _LINUX_INTERCONNECT_H
#define _LINUX_INTERCONNECT_H

#include <linux/mutex.h>
#include <linux/types.h>

struct device;
struct icc_path;

#define Bps_to_icc(x) ((x) / 1000)
#define kBps_to_icc(x) (x)
#define MBps_to_icc(x) ((x) * 1000)
#define GBps_to_icc(x) ((x) * 1000 * 1000)

static inline struct icc_path *icc_get(struct device *dev, const int from, const int to) { return NULL; }
static inline struct icc_path *of_icc_get(struct device *dev, const char *name) { return NULL; }
static inline struct icc_path *devm_of_icc_get(struct device *dev, const char *name) { return NULL; }
static inline void icc_put(struct icc_path *path) { }
static inline int icc_enable(struct icc_path *path) { return 0; }
static inline int icc_disable(struct icc_path *path) { return 0; }
static inline int icc_set_bw(struct icc_path *path, u32 average, u32 peak) { return 0; }

#endif
