/* PWM outputs, as in a kernel without CONFIG_PWM: there are none. */
#ifndef _LINUX_PWM_H
#define _LINUX_PWM_H

#include <linux/err.h>
#include <linux/mutex.h>
#include <linux/of.h>

struct device;
struct pwm_device;

enum pwm_polarity { PWM_POLARITY_NORMAL, PWM_POLARITY_INVERSED };

struct pwm_state {
	u64 period, duty_cycle;
	enum pwm_polarity polarity;
	bool enabled, usage_power;
};

static inline struct pwm_device *pwm_request(int id, const char *label) { might_sleep(); return ERR_PTR(-ENODEV); }
static inline void pwm_free(struct pwm_device *pwm) { might_sleep(); }
static inline struct pwm_device *pwm_get(struct device *dev, const char *consumer) { might_sleep(); return ERR_PTR(-ENODEV); }
static inline struct pwm_device *devm_pwm_get(struct device *dev, const char *consumer) { might_sleep(); return ERR_PTR(-ENODEV); }
static inline void pwm_put(struct pwm_device *pwm) { might_sleep(); }
static inline int pwm_apply_state(struct pwm_device *pwm, const struct pwm_state *state) { might_sleep(); return -ENOTSUPP; }
static inline int pwm_config(struct pwm_device *pwm, int duty_ns, int period_ns) { might_sleep(); return -EINVAL; }
static inline int pwm_enable(struct pwm_device *pwm) { might_sleep(); return -EINVAL; }
static inline void pwm_disable(struct pwm_device *pwm) { might_sleep(); }

#endif
