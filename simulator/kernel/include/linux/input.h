/* Input devices: keys, axes and what else tells of people. Not modelled: force feedback, multi-touch slots, handlers other than evdev. */
#ifndef _INPUT_H
#define _INPUT_H

#include <linux/bitops.h>
#include <linux/device.h>
#include <linux/list.h>
#include <linux/mod_devicetable.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/types.h>
#include <linux/workqueue.h>
#include <uapi/linux/input.h>

struct input_dev {
	const char *name;
	const char *phys;
	const char *uniq;
	struct input_id id;
	unsigned long propbit[BITS_TO_LONGS(INPUT_PROP_CNT)];
	unsigned long evbit[BITS_TO_LONGS(EV_CNT)];
	unsigned long keybit[BITS_TO_LONGS(KEY_CNT)];
	unsigned long relbit[BITS_TO_LONGS(REL_CNT)];
	unsigned long absbit[BITS_TO_LONGS(ABS_CNT)];
	unsigned long mscbit[BITS_TO_LONGS(MSC_CNT)];
	unsigned long ledbit[BITS_TO_LONGS(LED_CNT)];
	unsigned long sndbit[BITS_TO_LONGS(SND_CNT)];
	unsigned long swbit[BITS_TO_LONGS(SW_CNT)];
	unsigned int keycodemax;
	unsigned int keycodesize;
	void *keycode;
	unsigned int repeat_key;
	struct timer_list timer;
	int rep[REP_CNT];
	struct input_absinfo *absinfo;
	unsigned long key[BITS_TO_LONGS(KEY_CNT)];
	unsigned long led[BITS_TO_LONGS(LED_CNT)];
	unsigned long snd[BITS_TO_LONGS(SND_CNT)];
	unsigned long sw[BITS_TO_LONGS(SW_CNT)];
	int (*open)(struct input_dev *dev);
	void (*close)(struct input_dev *dev);
	int (*flush)(struct input_dev *dev, struct file *file);
	int (*event)(struct input_dev *dev, unsigned int type, unsigned int code, int value);
	spinlock_t event_lock;
	struct mutex mutex;
	unsigned int users;
	struct device dev;
	bool devres_managed;
	struct delayed_work *__poll_work; /* of input_setup_polling() */
	void (*__poll)(struct input_dev *dev);
	unsigned int __poll_interval;
	bool __registered, __changed;
	void *__evdev;
};
#define to_input_dev(d) container_of(d, struct input_dev, dev)

/* drivers/input/input.c */
struct input_dev *input_allocate_device(void);
struct input_dev *devm_input_allocate_device(struct device *dev);
void input_free_device(struct input_dev *dev);
int input_register_device(struct input_dev *dev);
void input_unregister_device(struct input_dev *dev);
void input_event(struct input_dev *dev, unsigned int type, unsigned int code, int value);
void input_set_capability(struct input_dev *dev, unsigned int type, unsigned int code);
void input_alloc_absinfo(struct input_dev *dev);
void input_set_abs_params(struct input_dev *dev, unsigned int axis, int min, int max, int fuzz, int flat);
int input_setup_polling(struct input_dev *dev, void (*poll)(struct input_dev *dev));
void input_set_poll_interval(struct input_dev *dev, unsigned int ms);
void input_enable_softrepeat(struct input_dev *dev, int delay, int period);
int __input_open(struct input_dev *dev);
void __input_close(struct input_dev *dev);

/* drivers/input/evdev.c */
int __evdev_connect(struct input_dev *dev);
void __evdev_disconnect(struct input_dev *dev);
void __evdev_event(struct input_dev *dev, unsigned int type, unsigned int code, int value);

static inline struct input_dev *input_get_device(struct input_dev *dev)
{
	return dev ? to_input_dev(get_device(&dev->dev)) : NULL;
}
static inline void input_put_device(struct input_dev *dev)
{
	if (dev)
		put_device(&dev->dev);
}
static inline void *input_get_drvdata(struct input_dev *dev) { return dev_get_drvdata(&dev->dev); }
static inline void input_set_drvdata(struct input_dev *dev, void *data) { dev_set_drvdata(&dev->dev, data); }
static inline void input_report_key(struct input_dev *dev, unsigned int code, int value) { input_event(dev, EV_KEY, code, !!value); }
static inline void input_report_rel(struct input_dev *dev, unsigned int code, int value) { input_event(dev, EV_REL, code, value); }
static inline void input_report_abs(struct input_dev *dev, unsigned int code, int value) { input_event(dev, EV_ABS, code, value); }
static inline void input_report_switch(struct input_dev *dev, unsigned int code, int value) { input_event(dev, EV_SW, code, !!value); }
static inline void input_sync(struct input_dev *dev) { input_event(dev, EV_SYN, SYN_REPORT, 0); }
static inline void input_set_events_per_packet(struct input_dev *dev, int events) { (void)dev; (void)events; }

#define INPUT_ABS_ACCESSOR(suffix, member)                                                     \
	static inline int input_abs_get_##suffix(struct input_dev *dev, unsigned int axis)     \
	{                                                                                      \
		return dev->absinfo ? dev->absinfo[axis].member : 0;                           \
	}                                                                                      \
	static inline void input_abs_set_##suffix(struct input_dev *dev, unsigned int axis, int value) \
	{                                                                                      \
		input_alloc_absinfo(dev);                                                      \
		if (dev->absinfo)                                                              \
			dev->absinfo[axis].member = value;                                     \
	}
INPUT_ABS_ACCESSOR(val, value)
INPUT_ABS_ACCESSOR(min, minimum)
INPUT_ABS_ACCESSOR(max, maximum)
INPUT_ABS_ACCESSOR(fuzz, fuzz)
INPUT_ABS_ACCESSOR(flat, flat)
INPUT_ABS_ACCESSOR(res, resolution)

#endif
