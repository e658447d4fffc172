/* Interrupt lines as the drivers of their controllers see them. */
#ifndef _LINUX_IRQ_H
#define _LINUX_IRQ_H

#include <linux/interrupt.h>
#include <linux/irqhandler.h>
#include <linux/spinlock.h>

#define IRQ_TYPE_NONE 0
#define IRQ_TYPE_EDGE_RISING 1
#define IRQ_TYPE_EDGE_FALLING 2
#define IRQ_TYPE_EDGE_BOTH 3
#define IRQ_TYPE_LEVEL_HIGH 4
#define IRQ_TYPE_LEVEL_LOW 8
#define IRQ_TYPE_LEVEL_MASK (IRQ_TYPE_LEVEL_LOW | IRQ_TYPE_LEVEL_HIGH)
#define IRQ_TYPE_SENSE_MASK 0x0f
#define IRQ_TYPE_DEFAULT IRQ_TYPE_SENSE_MASK
#define IRQ_LEVEL (1 << 8)
#define IRQ_NOPROBE (1 << 10)
#define IRQ_NOREQUEST (1 << 11)
#define IRQ_NOAUTOEN (1 << 12)
#define IRQ_NESTED_THREAD (1 << 15)
#define IRQ_NOTHREAD (1 << 16)
#define IRQ_DISABLE_UNLAZY (1 << 19)
#define NR_IRQS 256

struct irq_chip;
struct irq_desc;
struct irq_domain;

struct irq_data {
	u32 mask;
	unsigned int irq;
	unsigned long hwirq;
	struct irq_chip *chip;
	struct irq_domain *domain;
	struct irq_data *parent_data;
	void *chip_data;
	/* Linux keeps these beside it. */
	void *__handler_data;
	unsigned int __type;
	bool __disabled, __masked, __started;
};

enum irqchip_irq_state {
	IRQCHIP_STATE_PENDING,
	IRQCHIP_STATE_ACTIVE,
	IRQCHIP_STATE_MASKED,
	IRQCHIP_STATE_LINE_LEVEL,
};

enum {
	IRQCHIP_SET_TYPE_MASKED = 1 << 0,
	IRQCHIP_EOI_IF_HANDLED = 1 << 1,
	IRQCHIP_MASK_ON_SUSPEND = 1 << 2,
	IRQCHIP_ONOFFLINE_ENABLED = 1 << 3,
	IRQCHIP_SKIP_SET_WAKE = 1 << 4,
	IRQCHIP_ONESHOT_SAFE = 1 << 5,
	IRQCHIP_EOI_THREADED = 1 << 6,
	IRQCHIP_SUPPORTS_LEVEL_MSI = 1 << 7,
	IRQCHIP_SUPPORTS_NMI = 1 << 8,
	IRQCHIP_ENABLE_WAKEUP_ON_SUSPEND = 1 << 9,
	IRQCHIP_AFFINITY_PRE_STARTUP = 1 << 10,
	IRQCHIP_IMMUTABLE = 1 << 11,
};

#define IRQ_SET_MASK_OK 0

struct irq_chip {
	const char *name;
	unsigned int (*irq_startup)(struct irq_data *data);
	void (*irq_shutdown)(struct irq_data *data);
	void (*irq_enable)(struct irq_data *data);
	void (*irq_disable)(struct irq_data *data);
	void (*irq_ack)(struct irq_data *data);
	void (*irq_mask)(struct irq_data *data);
	void (*irq_mask_ack)(struct irq_data *data);
	void (*irq_unmask)(struct irq_data *data);
	void (*irq_eoi)(struct irq_data *data);
	int (*irq_set_affinity)(struct irq_data *data, const struct cpumask *dest, bool force);
	int (*irq_retrigger)(struct irq_data *data);
	int (*irq_set_type)(struct irq_data *data, unsigned int flow_type);
	int (*irq_set_wake)(struct irq_data *data, unsigned int on);
	void (*irq_bus_lock)(struct irq_data *data);
	void (*irq_bus_sync_unlock)(struct irq_data *data);
	int (*irq_request_resources)(struct irq_data *data);
	void (*irq_release_resources)(struct irq_data *data);
	int (*irq_get_irqchip_state)(struct irq_data *data, enum irqchip_irq_state which, bool *state);
	int (*irq_set_irqchip_state)(struct irq_data *data, enum irqchip_irq_state which, bool state);
	unsigned long flags;
};

/* kernel/irq/irqdesc.c; NULL for a number that there is not */
struct irq_data *irq_get_irq_data(unsigned int irq);
int irq_alloc_descs(int irq, unsigned int from, unsigned int count, int node);
void irq_free_descs(unsigned int irq, unsigned int count);
int generic_handle_irq(unsigned int irq);
int generic_handle_irq_safe(unsigned int irq);
#define irq_alloc_desc(node) irq_alloc_descs(-1, 1, 1, node)
#define irq_alloc_desc_from(from, node) irq_alloc_descs(-1, from, 1, node)
#define irq_alloc_desc_at(at, node) irq_alloc_descs(at, at, 1, node)
#define irq_free_desc(irq) irq_free_descs(irq, 1)

/* kernel/irq/chip.c */
extern struct irq_chip dummy_irq_chip, no_irq_chip;
int irq_set_chip(unsigned int irq, const struct irq_chip *chip);
int irq_set_chip_data(unsigned int irq, void *data);
int irq_set_handler_data(unsigned int irq, void *data);
int irq_set_irq_type(unsigned int irq, unsigned int type);
int irq_set_irq_wake(unsigned int irq, unsigned int on);
void irq_modify_status(unsigned int irq, unsigned long clear, unsigned long set);
void __irq_set_handler(unsigned int irq, irq_flow_handler_t handler, int chained, const char *name);
void irq_set_chip_and_handler_name(unsigned int irq, const struct irq_chip *chip, irq_flow_handler_t handler, const char *name);
void irq_set_chained_handler_and_data(unsigned int irq, irq_flow_handler_t handler, void *data);
int irq_get_irqchip_state(unsigned int irq, enum irqchip_irq_state which, bool *state);
int irq_set_irqchip_state(unsigned int irq, enum irqchip_irq_state which, bool state);
void handle_simple_irq(struct irq_desc *desc);
void handle_level_irq(struct irq_desc *desc);
void handle_edge_irq(struct irq_desc *desc);
void handle_fasteoi_irq(struct irq_desc *desc);
void handle_bad_irq(struct irq_desc *desc);
void handle_nested_irq(unsigned int irq);

#define irq_set_chip_and_handler(irq, chip, handler) irq_set_chip_and_handler_name(irq, chip, handler, NULL)
#define irq_set_handler(irq, handler) __irq_set_handler(irq, handler, 0, NULL)
#define irq_set_handler_locked(data, handler) __irq_set_handler((data)->irq, handler, 0, NULL)
#define irq_set_chained_handler(irq, handler) __irq_set_handler(irq, handler, 1, NULL)
#define irq_set_status_flags(irq, set) irq_modify_status(irq, 0, set)
#define irq_clear_status_flags(irq, clear) irq_modify_status(irq, clear, 0)
#define irq_set_noprobe(irq) irq_modify_status(irq, 0, IRQ_NOPROBE)
#define irq_set_probe(irq) irq_modify_status(irq, IRQ_NOPROBE, 0)
#define irq_set_nothread(irq) irq_modify_status(irq, 0, IRQ_NOTHREAD)
#define irq_set_nested_thread(irq, nest) irq_modify_status(irq, (nest) ? 0 : IRQ_NESTED_THREAD, (nest) ? IRQ_NESTED_THREAD : 0)
#define irq_set_lockdep_class(irq, lock_class, request_class) do { (void)(lock_class); (void)(request_class); } while (0)
#define irq_set_parent(irq, parent) ((void)(irq), (void)(parent), 0)

static inline unsigned long irqd_to_hwirq(struct irq_data *data) { return data->hwirq; }
static inline void *irq_data_get_irq_chip_data(struct irq_data *data) { return data->chip_data; }
static inline struct irq_chip *irq_data_get_irq_chip(struct irq_data *data) { return data->chip; }
static inline void *irq_data_get_irq_handler_data(struct irq_data *data) { return data->__handler_data; }
static inline unsigned int irqd_get_trigger_type(struct irq_data *data) { return data->__type; }
static inline void irqd_set_trigger_type(struct irq_data *data, unsigned int type) { data->__type = type & IRQ_TYPE_SENSE_MASK; }
static inline bool irqd_is_level_type(struct irq_data *data) { return data->__type & IRQ_TYPE_LEVEL_MASK; }
static inline bool irqd_irq_disabled(struct irq_data *data) { return data->__disabled; }
static inline bool irqd_irq_masked(struct irq_data *data) { return data->__masked; }
static inline bool irqd_is_started(struct irq_data *data) { return data->__started; }
static inline struct irq_chip *irq_get_chip(unsigned int irq)
{
	struct irq_data *data = irq_get_irq_data(irq);

	return data ? data->chip : NULL;
}
static inline void *irq_get_chip_data(unsigned int irq)
{
	struct irq_data *data = irq_get_irq_data(irq);

	return data ? data->chip_data : NULL;
}
static inline void *irq_get_handler_data(unsigned int irq)
{
	struct irq_data *data = irq_get_irq_data(irq);

	return data ? data->__handler_data : NULL;
}
static inline unsigned int irq_get_trigger_type(unsigned int irq)
{
	struct irq_data *data = irq_get_irq_data(irq);

	return data ? data->__type : 0;
}

#endif
