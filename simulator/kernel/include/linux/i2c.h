/* I2C: adapters that drive a bus, and the drivers of chips on it. Not modelled: detection, slave mode, muxes, 10-bit addresses, SMBus PEC and alerts. */
#ifndef _LINUX_I2C_H
#define _LINUX_I2C_H

#include <linux/device.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/property.h>
#include <linux/regulator/consumer.h>
#include <linux/completion.h>
#include <uapi/linux/i2c.h>

#define I2C_CLIENT_PEC 0x04
#define I2C_CLIENT_TEN 0x10
#define I2C_CLIENT_SLAVE 0x20
#define I2C_CLIENT_WAKE 0x80
#define I2C_CLASS_HWMON (1 << 0)
#define I2C_CLASS_SPD (1 << 7)
#define I2C_CLASS_DEPRECATED (1 << 8)
#define I2C_CLIENT_END 0xfffeU
#define I2C_ADDRS(addr, addrs...) ((const unsigned short[]){ addr, ##addrs, I2C_CLIENT_END })
#define I2C_MAX_STANDARD_MODE_FREQ 100000
#define I2C_MAX_FAST_MODE_FREQ 400000
#define I2C_MAX_FAST_MODE_PLUS_FREQ 1000000
#define I2C_AQ_COMB BIT(0)
#define I2C_AQ_NO_ZERO_LEN (BIT(5) | BIT(6))
#define I2C_LOCK_ROOT_ADAPTER BIT(0)
#define I2C_LOCK_SEGMENT BIT(1)

struct i2c_adapter;
struct i2c_client;
struct i2c_board_info;

struct i2c_algorithm {
	int (*master_xfer)(struct i2c_adapter *adap, struct i2c_msg *msgs, int num);
	int (*master_xfer_atomic)(struct i2c_adapter *adap, struct i2c_msg *msgs, int num);
	int (*smbus_xfer)(struct i2c_adapter *adap, u16 addr, unsigned short flags, char read_write, u8 command, int size,
			  union i2c_smbus_data *data);
	int (*smbus_xfer_atomic)(struct i2c_adapter *adap, u16 addr, unsigned short flags, char read_write, u8 command,
				 int size, union i2c_smbus_data *data);
	u32 (*functionality)(struct i2c_adapter *adap);
};

struct i2c_adapter_quirks {
	u64 flags;
	int max_num_msgs;
	u16 max_write_len;
	u16 max_read_len;
	u16 max_comb_1st_msg_len;
	u16 max_comb_2nd_msg_len;
};

struct i2c_bus_recovery_info;
struct i2c_timings {
	u32 bus_freq_hz, scl_rise_ns, scl_fall_ns, scl_int_delay_ns, sda_fall_ns, sda_hold_ns;
};

struct i2c_adapter {
	struct module *owner;
	unsigned int class;
	const struct i2c_algorithm *algo;
	void *algo_data;
	struct mutex __bus_lock;
	unsigned long locked_flags; /* while the bus is held */
#define I2C_ALF_IS_SUSPENDED 0
#define I2C_ALF_SUSPEND_REPORTED 1
	int timeout;
	int retries;
	struct device dev;
	int nr;
	char name[48];
	struct completion dev_released;
	struct list_head userspace_clients;
	struct i2c_bus_recovery_info *bus_recovery_info;
	const struct i2c_adapter_quirks *quirks;
};
#define to_i2c_adapter(d) container_of(d, struct i2c_adapter, dev)

struct i2c_client {
	unsigned short flags;
	unsigned short addr;
	char name[I2C_NAME_SIZE];
	struct i2c_adapter *adapter;
	struct device dev;
	int init_irq;
	int irq;
	struct list_head detected;
	void *devres_group_id;
};
#define to_i2c_client(d) container_of(d, struct i2c_client, dev)

struct i2c_driver {
	unsigned int class;
	int (*probe)(struct i2c_client *client, const struct i2c_device_id *id);
	void (*remove)(struct i2c_client *client);
	int (*probe_new)(struct i2c_client *client);
	void (*shutdown)(struct i2c_client *client);
	void (*alert)(struct i2c_client *client, int protocol, unsigned int data);
	int (*command)(struct i2c_client *client, unsigned int cmd, void *arg);
	struct device_driver driver;
	const struct i2c_device_id *id_table;
	int (*detect)(struct i2c_client *client, struct i2c_board_info *info);
	const unsigned short *address_list;
	struct list_head clients;
	u32 flags;
};
#define to_i2c_driver(d) container_of(d, struct i2c_driver, driver)

struct i2c_board_info {
	char type[I2C_NAME_SIZE];
	unsigned short flags;
	unsigned short addr;
	const char *dev_name;
	void *platform_data;
	struct device_node *of_node;
	struct fwnode_handle *fwnode;
	const struct resource *resources;
	unsigned int num_resources;
	int irq;
};
#define I2C_BOARD_INFO(dev_type, dev_addr) .type = dev_type, .addr = (dev_addr)

/* drivers/i2c/i2c-core.c */
extern struct bus_type i2c_bus_type;
extern struct device_type i2c_adapter_type, i2c_client_type;
int i2c_register_driver(struct module *owner, struct i2c_driver *driver);
void i2c_del_driver(struct i2c_driver *driver);
int i2c_add_adapter(struct i2c_adapter *adapter);
int i2c_add_numbered_adapter(struct i2c_adapter *adapter);
int devm_i2c_add_adapter(struct device *dev, struct i2c_adapter *adapter);
void i2c_del_adapter(struct i2c_adapter *adapter);
struct i2c_adapter *i2c_get_adapter(int nr);
void i2c_put_adapter(struct i2c_adapter *adapter);
struct i2c_client *i2c_new_client_device(struct i2c_adapter *adapter, const struct i2c_board_info *info);
struct i2c_client *i2c_new_dummy_device(struct i2c_adapter *adapter, u16 address);
struct i2c_client *devm_i2c_new_dummy_device(struct device *dev, struct i2c_adapter *adapter, u16 address);
struct i2c_client *i2c_new_scanned_device(struct i2c_adapter *adapter, struct i2c_board_info *info,
					  const unsigned short *addresses, int (*probe)(struct i2c_adapter *, unsigned short));
void i2c_unregister_device(struct i2c_client *client);
struct i2c_client *i2c_verify_client(struct device *dev);
const struct i2c_device_id *i2c_match_id(const struct i2c_device_id *id, const struct i2c_client *client);
const struct i2c_device_id *i2c_client_get_device_id(const struct i2c_client *client);
const void *i2c_get_match_data(const struct i2c_client *client);
int i2c_for_each_dev(void *data, int (*fn)(struct device *dev, void *data));
void i2c_parse_fw_timings(struct device *dev, struct i2c_timings *timings, bool use_defaults);

/* drivers/i2c/i2c-transfer.c */
int __i2c_transfer(struct i2c_adapter *adapter, struct i2c_msg *msgs, int num);
int i2c_transfer(struct i2c_adapter *adapter, struct i2c_msg *msgs, int num);
int i2c_transfer_buffer_flags(const struct i2c_client *client, char *buffer, int count, u16 flags);
s32 i2c_smbus_xfer(struct i2c_adapter *adapter, u16 addr, unsigned short flags, char read_write, u8 command, int protocol,
		   union i2c_smbus_data *data);
s32 i2c_smbus_read_byte(const struct i2c_client *client);
s32 i2c_smbus_write_byte(const struct i2c_client *client, u8 value);
s32 i2c_smbus_read_byte_data(const struct i2c_client *client, u8 command);
s32 i2c_smbus_write_byte_data(const struct i2c_client *client, u8 command, u8 value);
s32 i2c_smbus_read_word_data(const struct i2c_client *client, u8 command);
s32 i2c_smbus_write_word_data(const struct i2c_client *client, u8 command, u16 value);
s32 i2c_smbus_read_block_data(const struct i2c_client *client, u8 command, u8 *values);
s32 i2c_smbus_write_block_data(const struct i2c_client *client, u8 command, u8 length, const u8 *values);
s32 i2c_smbus_read_i2c_block_data(const struct i2c_client *client, u8 command, u8 length, u8 *values);
s32 i2c_smbus_write_i2c_block_data(const struct i2c_client *client, u8 command, u8 length, const u8 *values);
s32 i2c_smbus_read_i2c_block_data_or_emulated(const struct i2c_client *client, u8 command, u8 length, u8 *values);
u8 *i2c_get_dma_safe_msg_buf(struct i2c_msg *msg, unsigned int threshold);
void i2c_put_dma_safe_msg_buf(u8 *buffer, struct i2c_msg *msg, bool xferred);

static inline int i2c_master_recv(const struct i2c_client *client, char *buffer, int count)
{
	return i2c_transfer_buffer_flags(client, buffer, count, I2C_M_RD);
}
static inline int i2c_master_send(const struct i2c_client *client, const char *buffer, int count)
{
	return i2c_transfer_buffer_flags(client, (char *)buffer, count, 0);
}
#define i2c_master_recv_dmasafe(client, buffer, count) i2c_transfer_buffer_flags(client, buffer, count, I2C_M_RD | I2C_M_DMA_SAFE)
#define i2c_master_send_dmasafe(client, buffer, count) \
	i2c_transfer_buffer_flags(client, (char *)(buffer), count, I2C_M_DMA_SAFE)
static inline void *i2c_get_clientdata(const struct i2c_client *client) { return dev_get_drvdata(&client->dev); }
static inline void i2c_set_clientdata(struct i2c_client *client, void *data) { dev_set_drvdata(&client->dev, data); }
static inline void *i2c_get_adapdata(const struct i2c_adapter *adapter) { return dev_get_drvdata(&adapter->dev); }
static inline void i2c_set_adapdata(struct i2c_adapter *adapter, void *data) { dev_set_drvdata(&adapter->dev, data); }
static inline int i2c_adapter_id(struct i2c_adapter *adapter) { return adapter->nr; }
static inline u8 i2c_8bit_addr_from_msg(const struct i2c_msg *msg) { return (msg->addr << 1) | (msg->flags & I2C_M_RD); }
static inline u32 i2c_get_functionality(struct i2c_adapter *adapter) { return adapter->algo->functionality(adapter); }
static inline int i2c_check_functionality(struct i2c_adapter *adapter, u32 wanted)
{
	return (wanted & i2c_get_functionality(adapter)) == wanted;
}
static inline void i2c_lock_bus(struct i2c_adapter *adapter, unsigned int flags) { (void)flags; mutex_lock(&adapter->__bus_lock); }
static inline void i2c_unlock_bus(struct i2c_adapter *adapter, unsigned int flags) { (void)flags; mutex_unlock(&adapter->__bus_lock); }

/* The core refuses transfers from here on; the first one is told of. */
static inline void i2c_mark_adapter_suspended(struct i2c_adapter *adapter)
{
	i2c_lock_bus(adapter, I2C_LOCK_ROOT_ADAPTER);
	set_bit(I2C_ALF_IS_SUSPENDED, &adapter->locked_flags);
	i2c_unlock_bus(adapter, I2C_LOCK_ROOT_ADAPTER);
}
static inline void i2c_mark_adapter_resumed(struct i2c_adapter *adapter)
{
	i2c_lock_bus(adapter, I2C_LOCK_ROOT_ADAPTER);
	clear_bit(I2C_ALF_IS_SUSPENDED, &adapter->locked_flags);
	i2c_unlock_bus(adapter, I2C_LOCK_ROOT_ADAPTER);
}

#define i2c_add_driver(driver) i2c_register_driver(THIS_MODULE, driver)
#define module_i2c_driver(driver) module_driver(driver, i2c_add_driver, i2c_del_driver)
#define i2c_smbus_write_word_swapped(client, command, value) i2c_smbus_write_word_data(client, command, swab16(value))
static inline s32 i2c_smbus_read_word_swapped(const struct i2c_client *client, u8 command)
{
	s32 value = i2c_smbus_read_word_data(client, command);

	return value < 0 ? value : swab16(value);
}

#endif
