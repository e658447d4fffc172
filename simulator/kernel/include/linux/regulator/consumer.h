/* Supplies, as in a kernel without CONFIG_REGULATOR: they are taken to be there, and on. */
#ifndef _LINUX_REGULATOR_CONSUMER_H
#define _LINUX_REGULATOR_CONSUMER_H

#include <linux/err.h>
#include <linux/suspend.h>

struct device;
struct notifier_block;
struct regulator;

#define REGULATOR_MODE_INVALID 0x0
#define REGULATOR_MODE_FAST 0x1
#define REGULATOR_MODE_NORMAL 0x2
#define REGULATOR_MODE_IDLE 0x4
#define REGULATOR_MODE_STANDBY 0x8

struct regulator_bulk_data {
	const char *supply;
	int init_load_uA;
	struct regulator *consumer;
	int ret;
};

static inline struct regulator *regulator_get(struct device *dev, const char *id) { return NULL; }
static inline struct regulator *devm_regulator_get(struct device *dev, const char *id) { return NULL; }
static inline struct regulator *regulator_get_exclusive(struct device *dev, const char *id) { return ERR_PTR(-ENODEV); }
static inline struct regulator *devm_regulator_get_exclusive(struct device *dev, const char *id) { return ERR_PTR(-ENODEV); }
static inline int devm_regulator_get_enable(struct device *dev, const char *id) { return 0; }
static inline int devm_regulator_get_enable_optional(struct device *dev, const char *id) { return 0; }
static inline struct regulator *regulator_get_optional(struct device *dev, const char *id) { return ERR_PTR(-ENODEV); }
static inline struct regulator *devm_regulator_get_optional(struct device *dev, const char *id) { return ERR_PTR(-ENODEV); }
static inline void regulator_put(struct regulator *regulator) { }
static inline void devm_regulator_put(struct regulator *regulator) { }
static inline int regulator_enable(struct regulator *regulator) { return 0; }
static inline int regulator_disable(struct regulator *regulator) { return 0; }
static inline int regulator_force_disable(struct regulator *regulator) { return 0; }
static inline int regulator_disable_deferred(struct regulator *regulator, int ms) { return 0; }
static inline int regulator_is_enabled(struct regulator *regulator) { return 1; }
static inline int regulator_bulk_get(struct device *dev, int number, struct regulator_bulk_data *data) { return 0; }
static inline int devm_regulator_bulk_get(struct device *dev, int number, struct regulator_bulk_data *data) { return 0; }
static inline int devm_regulator_bulk_get_enable(struct device *dev, int number, const char *const *id) { return 0; }
static inline int regulator_bulk_enable(int number, struct regulator_bulk_data *data) { return 0; }
static inline int regulator_bulk_disable(int number, struct regulator_bulk_data *data) { return 0; }
static inline int regulator_bulk_force_disable(int number, struct regulator_bulk_data *data) { return 0; }
static inline void regulator_bulk_free(int number, struct regulator_bulk_data *data) { }
static inline int regulator_set_voltage(struct regulator *regulator, int min_uV, int max_uV) { return 0; }
static inline int regulator_set_voltage_time(struct regulator *regulator, int old_uV, int new_uV) { return 0; }
static inline int regulator_get_voltage(struct regulator *regulator) { return -EINVAL; }
static inline int regulator_sync_voltage(struct regulator *regulator) { return -EINVAL; }
static inline int regulator_is_supported_voltage(struct regulator *regulator, int min_uV, int max_uV) { return 0; }
static inline int regulator_set_voltage_tol(struct regulator *regulator, int new_uV, int tol_uV) { return 0; }
static inline int regulator_set_voltage_triplet(struct regulator *regulator, int min_uV, int uV, int max_uV) { return 0; }
static inline int regulator_set_current_limit(struct regulator *regulator, int min_uA, int max_uA) { return 0; }
static inline int regulator_get_current_limit(struct regulator *regulator) { return 0; }
static inline int regulator_set_mode(struct regulator *regulator, unsigned int mode) { return 0; }
static inline unsigned int regulator_get_mode(struct regulator *regulator) { return REGULATOR_MODE_NORMAL; }
static inline int regulator_set_load(struct regulator *regulator, int load_uA) { return 0; }
static inline int regulator_allow_bypass(struct regulator *regulator, bool allow) { return 0; }
static inline int regulator_register_notifier(struct regulator *regulator, struct notifier_block *nb) { return 0; }
static inline int devm_regulator_register_notifier(struct regulator *regulator, struct notifier_block *nb) { return 0; }
static inline int regulator_unregister_notifier(struct regulator *regulator, struct notifier_block *nb) { return 0; }
static inline int regulator_count_voltages(struct regulator *regulator) { return 0; }
static inline int regulator_list_voltage(struct regulator *regulator, unsigned int selector) { return -EINVAL; }

#endif
