/* Log messages that begin with the driver's and the device's name. */
#ifndef _DEVICE_PRINTK_H_
#define _DEVICE_PRINTK_H_

#include <linux/compiler.h>
#include <linux/kern_levels.h>
#include <linux/printk.h>
#include <linux/ratelimit_types.h>
#include <linux/types.h>

#ifndef dev_fmt
#define dev_fmt(fmt) fmt
#endif

struct device;

/* `level` is one of the KERN_ strings. */
void _dev_printk(const char *level, const struct device *dev, const char *fmt, ...) __printf(3, 4);
const char *dev_driver_string(const struct device *dev);

#define dev_printk(level, dev, fmt, ...) _dev_printk(level, dev, fmt, ##__VA_ARGS__)
#define dev_emerg(dev, fmt, ...) _dev_printk(KERN_EMERG, dev, dev_fmt(fmt), ##__VA_ARGS__)
#define dev_alert(dev, fmt, ...) _dev_printk(KERN_ALERT, dev, dev_fmt(fmt), ##__VA_ARGS__)
#define dev_crit(dev, fmt, ...) _dev_printk(KERN_CRIT, dev, dev_fmt(fmt), ##__VA_ARGS__)
#define dev_err(dev, fmt, ...) _dev_printk(KERN_ERR, dev, dev_fmt(fmt), ##__VA_ARGS__)
#define dev_warn(dev, fmt, ...) _dev_printk(KERN_WARNING, dev, dev_fmt(fmt), ##__VA_ARGS__)
#define dev_notice(dev, fmt, ...) _dev_printk(KERN_NOTICE, dev, dev_fmt(fmt), ##__VA_ARGS__)
#define dev_info(dev, fmt, ...) _dev_printk(KERN_INFO, dev, dev_fmt(fmt), ##__VA_ARGS__)

#define __dev_no_printk(dev, fmt, ...) ({ if (0) _dev_printk(KERN_DEBUG, dev, dev_fmt(fmt), ##__VA_ARGS__); })
#ifdef DEBUG
#define dev_dbg(dev, fmt, ...) _dev_printk(KERN_DEBUG, dev, dev_fmt(fmt), ##__VA_ARGS__)
#else
#define dev_dbg(dev, fmt, ...) __dev_no_printk(dev, fmt, ##__VA_ARGS__)
#endif
#ifdef VERBOSE_DEBUG
#define dev_vdbg dev_dbg
#else
#define dev_vdbg(dev, fmt, ...) __dev_no_printk(dev, fmt, ##__VA_ARGS__)
#endif

#define __dev_level_once(level, dev, fmt, ...)                          \
	do {                                                            \
		static bool __printed;                                  \
		if (!__printed) {                                       \
			__printed = true;                               \
			_dev_printk(level, dev, fmt, ##__VA_ARGS__);    \
		}                                                       \
	} while (0)
#define dev_err_once(dev, fmt, ...) __dev_level_once(KERN_ERR, dev, dev_fmt(fmt), ##__VA_ARGS__)
#define dev_warn_once(dev, fmt, ...) __dev_level_once(KERN_WARNING, dev, dev_fmt(fmt), ##__VA_ARGS__)
#define dev_notice_once(dev, fmt, ...) __dev_level_once(KERN_NOTICE, dev, dev_fmt(fmt), ##__VA_ARGS__)
#define dev_info_once(dev, fmt, ...) __dev_level_once(KERN_INFO, dev, dev_fmt(fmt), ##__VA_ARGS__)
#define dev_dbg_once(dev, fmt, ...) __dev_no_printk(dev, fmt, ##__VA_ARGS__)

#define __dev_level_ratelimited(level, dev, fmt, ...)                                           \
	do {                                                                                    \
		static DEFINE_RATELIMIT_STATE(__rate, DEFAULT_RATELIMIT_INTERVAL, DEFAULT_RATELIMIT_BURST); \
		if (__ratelimit(&__rate))                                                       \
			_dev_printk(level, dev, fmt, ##__VA_ARGS__);                            \
	} while (0)
#define dev_crit_ratelimited(dev, fmt, ...) __dev_level_ratelimited(KERN_CRIT, dev, dev_fmt(fmt), ##__VA_ARGS__)
#define dev_err_ratelimited(dev, fmt, ...) __dev_level_ratelimited(KERN_ERR, dev, dev_fmt(fmt), ##__VA_ARGS__)
#define dev_warn_ratelimited(dev, fmt, ...) __dev_level_ratelimited(KERN_WARNING, dev, dev_fmt(fmt), ##__VA_ARGS__)
#define dev_notice_ratelimited(dev, fmt, ...) __dev_level_ratelimited(KERN_NOTICE, dev, dev_fmt(fmt), ##__VA_ARGS__)
#define dev_info_ratelimited(dev, fmt, ...) __dev_level_ratelimited(KERN_INFO, dev, dev_fmt(fmt), ##__VA_ARGS__)
#define dev_dbg_ratelimited(dev, fmt, ...) __dev_no_printk(dev, fmt, ##__VA_ARGS__)

#define dev_WARN(dev, format, arg...) \
	WARN(1, "%s %s: " format, dev_driver_string(dev), dev_name(dev), ##arg)
#define dev_WARN_ONCE(dev, condition, format, arg...) \
	WARN_ONCE(condition, "%s %s: " format, dev_driver_string(dev), dev_name(dev), ##arg)

/* Logs at error level, or at debug level for -EPROBE_DEFER, and returns `error`. */
int dev_err_probe(const struct device *dev, int error, const char *fmt, ...) __printf(3, 4);

#endif
