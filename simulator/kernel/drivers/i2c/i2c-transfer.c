/* Messages to and from chips, and SMBus commands: by the adapter's own means, or as messages. */
#include <linux/err.h>
#include <linux/i2c.h>
#include <linux/jiffies.h>
#include <linux/minmax.h>
#include <linux/slab.h>
#include <linux/string.h>

static bool breaks_quirks(struct i2c_adapter *adapter, const struct i2c_msg *msgs, int num)
{
	const struct i2c_adapter_quirks *quirks = adapter->quirks;
	int i;

	if (!quirks)
		return false;
	if (quirks->max_num_msgs && num > quirks->max_num_msgs)
		return true;
	for (i = 0; i < num; i++) {
		u16 most = msgs[i].flags & I2C_M_RD ? quirks->max_read_len : quirks->max_write_len;

		if ((most && msgs[i].len > most) || (quirks->flags & I2C_AQ_NO_ZERO_LEN && !msgs[i].len)) {
			dev_err_ratelimited(&adapter->dev, "adapter quirk: msg too long (addr 0x%04x, size %u, %s)\n", msgs[i].addr,
					    msgs[i].len, msgs[i].flags & I2C_M_RD ? "read" : "write");
			return true;
		}
	}
	return false;
}

/* While the bus is held. An adapter that lost arbitration is asked again. */
int __i2c_transfer(struct i2c_adapter *adapter, struct i2c_msg *msgs, int num)
{
	unsigned long start = jiffies;
	int attempt, result = -EAGAIN;

	if (!adapter->algo->master_xfer) {
		dev_dbg(&adapter->dev, "I2C level transfers not supported\n");
		return -EOPNOTSUPP;
	}
	if (WARN_ON(!msgs || num < 1))
		return -EINVAL;
	if (test_bit(I2C_ALF_IS_SUSPENDED, &adapter->locked_flags)) {
		if (!test_and_set_bit(I2C_ALF_SUSPEND_REPORTED, &adapter->locked_flags))
			dev_WARN(&adapter->dev, "Transfer while suspended\n");
		return -ESHUTDOWN;
	}
	if (breaks_quirks(adapter, msgs, num))
		return -EOPNOTSUPP;
	for (attempt = 0; attempt <= adapter->retries && result == -EAGAIN; attempt++) {
		if (attempt && time_after(jiffies, start + adapter->timeout))
			break;
		result = adapter->algo->master_xfer(adapter, msgs, num);
	}
	return result;
}

int i2c_transfer(struct i2c_adapter *adapter, struct i2c_msg *msgs, int num)
{
	int result;

	if (!adapter->algo->master_xfer)
		return -EOPNOTSUPP;
	mutex_lock(&adapter->__bus_lock);
	result = __i2c_transfer(adapter, msgs, num);
	mutex_unlock(&adapter->__bus_lock);
	return result;
}

int i2c_transfer_buffer_flags(const struct i2c_client *client, char *buffer, int count, u16 flags)
{
	struct i2c_msg msg = {
		.addr = client->addr, .flags = flags | (client->flags & I2C_M_TEN), .len = count, .buf = (u8 *)buffer,
	};
	int result = i2c_transfer(client->adapter, &msg, 1);

	return result == 1 ? count : result;
}

/* A command as one message to the chip and, where it answers, one from it. */
static s32 smbus_as_messages(struct i2c_adapter *adapter, u16 addr, bool reading, u8 command, int size,
			     union i2c_smbus_data *data)
{
	u8 out[I2C_SMBUS_BLOCK_MAX + 3] = { command }, in[I2C_SMBUS_BLOCK_MAX + 2] = {};
	struct i2c_msg msgs[2] = { { .addr = addr, .len = 1, .buf = out }, { .addr = addr, .flags = I2C_M_RD, .buf = in } };
	int num = reading ? 2 : 1, result;

	switch (size) {
	case I2C_SMBUS_QUICK:
		msgs[0].len = 0;
		msgs[0].flags = reading ? I2C_M_RD : 0;
		num = 1;
		break;
	case I2C_SMBUS_BYTE:
		if (reading)
			msgs[0] = (struct i2c_msg){ .addr = addr, .flags = I2C_M_RD, .len = 1, .buf = in };
		num = 1;
		break;
	case I2C_SMBUS_BYTE_DATA:
	case I2C_SMBUS_WORD_DATA:
		msgs[1].len = size == I2C_SMBUS_WORD_DATA ? 2 : 1;
		if (!reading) {
			msgs[0].len = 1 + msgs[1].len;
			out[1] = data->word & 0xff;
			out[2] = size == I2C_SMBUS_WORD_DATA ? data->word >> 8 : 0;
			if (size == I2C_SMBUS_BYTE_DATA)
				out[1] = data->byte;
		}
		break;
	case I2C_SMBUS_PROC_CALL:
		num = 2;
		reading = true;
		msgs[0].len = 3;
		msgs[1].len = 2;
		out[1] = data->word & 0xff;
		out[2] = data->word >> 8;
		break;
	case I2C_SMBUS_BLOCK_DATA:
		if (reading) {
			msgs[1].flags |= I2C_M_RECV_LEN;
			msgs[1].len = 1;
		} else {
			if (data->block[0] > I2C_SMBUS_BLOCK_MAX) {
				dev_err(&adapter->dev, "Invalid block write size %d\n", data->block[0]);
				return -EINVAL;
			}
			msgs[0].len = data->block[0] + 2;
			memcpy(out + 1, data->block, data->block[0] + 1);
		}
		break;
	case I2C_SMBUS_I2C_BLOCK_DATA:
		if (data->block[0] > I2C_SMBUS_BLOCK_MAX) {
			dev_err(&adapter->dev, "Invalid block %s size %d\n", reading ? "read" : "write", data->block[0]);
			return -EINVAL;
		}
		msgs[1].len = data->block[0];
		if (!reading) {
			msgs[0].len = data->block[0] + 1;
			memcpy(out + 1, data->block + 1, data->block[0]);
		}
		break;
	default:
		dev_err(&adapter->dev, "Unsupported transaction %d\n", size);
		return -EOPNOTSUPP;
	}
	result = __i2c_transfer(adapter, msgs, num);
	if (result < 0)
		return result;
	if (result != num)
		return -EIO;
	if (!reading || size == I2C_SMBUS_QUICK)
		return 0;
	if (size == I2C_SMBUS_BYTE || size == I2C_SMBUS_BYTE_DATA) {
		data->byte = in[0];
	} else if (size == I2C_SMBUS_WORD_DATA || size == I2C_SMBUS_PROC_CALL) {
		data->word = in[0] | in[1] << 8;
	} else if (size == I2C_SMBUS_I2C_BLOCK_DATA) {
		memcpy(data->block + 1, in, data->block[0]);
	} else {
		if (in[0] > I2C_SMBUS_BLOCK_MAX)
			return -EPROTO;
		memcpy(data->block, in, in[0] + 1);
	}
	return 0;
}

s32 i2c_smbus_xfer(struct i2c_adapter *adapter, u16 addr, unsigned short flags, char read_write, u8 command, int protocol,
		   union i2c_smbus_data *data)
{
	int attempt;
	s32 result = -EOPNOTSUPP;

	mutex_lock(&adapter->__bus_lock);
	if (adapter->algo->smbus_xfer) {
		result = -EAGAIN;
		for (attempt = 0; attempt <= adapter->retries && result == -EAGAIN; attempt++)
			result = adapter->algo->smbus_xfer(adapter, addr, flags, read_write, command, protocol, data);
	}
	if (result == -EOPNOTSUPP && adapter->algo->master_xfer)
		result = smbus_as_messages(adapter, addr, read_write == I2C_SMBUS_READ, command, protocol, data);
	mutex_unlock(&adapter->__bus_lock);
	return result;
}

static s32 client_xfer(const struct i2c_client *client, char read_write, u8 command, int size, union i2c_smbus_data *data)
{
	return i2c_smbus_xfer(client->adapter, client->addr, client->flags, read_write, command, size, data);
}

s32 i2c_smbus_read_byte(const struct i2c_client *client)
{
	union i2c_smbus_data data;
	s32 error = client_xfer(client, I2C_SMBUS_READ, 0, I2C_SMBUS_BYTE, &data);

	return error < 0 ? error : data.byte;
}

s32 i2c_smbus_write_byte(const struct i2c_client *client, u8 value)
{
	return client_xfer(client, I2C_SMBUS_WRITE, value, I2C_SMBUS_BYTE, NULL);
}

s32 i2c_smbus_read_byte_data(const struct i2c_client *client, u8 command)
{
	union i2c_smbus_data data;
	s32 error = client_xfer(client, I2C_SMBUS_READ, command, I2C_SMBUS_BYTE_DATA, &data);

	return error < 0 ? error : data.byte;
}

s32 i2c_smbus_write_byte_data(const struct i2c_client *client, u8 command, u8 value)
{
	union i2c_smbus_data data = { .byte = value };

	return client_xfer(client, I2C_SMBUS_WRITE, command, I2C_SMBUS_BYTE_DATA, &data);
}

s32 i2c_smbus_read_word_data(const struct i2c_client *client, u8 command)
{
	union i2c_smbus_data data;
	s32 error = client_xfer(client, I2C_SMBUS_READ, command, I2C_SMBUS_WORD_DATA, &data);

	return error < 0 ? error : data.word;
}

s32 i2c_smbus_write_word_data(const struct i2c_client *client, u8 command, u16 value)
{
	union i2c_smbus_data data = { .word = value };

	return client_xfer(client, I2C_SMBUS_WRITE, command, I2C_SMBUS_WORD_DATA, &data);
}

static s32 i2c_read_block(const struct i2c_client *client, u8 command, u8 length, int size, u8 *values)
{
	union i2c_smbus_data data;
	s32 error;

	data.block[0] = min_t(u8, length, I2C_SMBUS_BLOCK_MAX);
	error = client_xfer(client, I2C_SMBUS_READ, command, size, &data);
	if (error)
		return error;
	memcpy(values, data.block + 1, data.block[0]);
	return data.block[0];
}

static s32 i2c_write_block(const struct i2c_client *client, u8 command, u8 length, int size, const u8 *values)
{
	union i2c_smbus_data data;

	data.block[0] = min_t(u8, length, I2C_SMBUS_BLOCK_MAX);
	memcpy(data.block + 1, values, data.block[0]);
	return client_xfer(client, I2C_SMBUS_WRITE, command, size, &data);
}

s32 i2c_smbus_read_block_data(const struct i2c_client *client, u8 command, u8 *values)
{
	return i2c_read_block(client, command, 0, I2C_SMBUS_BLOCK_DATA, values);
}

s32 i2c_smbus_write_block_data(const struct i2c_client *client, u8 command, u8 length, const u8 *values)
{
	return i2c_write_block(client, command, length, I2C_SMBUS_BLOCK_DATA, values);
}

s32 i2c_smbus_read_i2c_block_data(const struct i2c_client *client, u8 command, u8 length, u8 *values)
{
	return i2c_read_block(client, command, length, I2C_SMBUS_I2C_BLOCK_DATA, values);
}

s32 i2c_smbus_write_i2c_block_data(const struct i2c_client *client, u8 command, u8 length, const u8 *values)
{
	return i2c_write_block(client, command, length, I2C_SMBUS_I2C_BLOCK_DATA, values);
}

/* Byte for byte where the adapter knows no blocks. */
s32 i2c_smbus_read_i2c_block_data_or_emulated(const struct i2c_client *client, u8 command, u8 length, u8 *values)
{
	u8 i;

	length = min_t(u8, length, I2C_SMBUS_BLOCK_MAX);
	if (i2c_check_functionality(client->adapter, I2C_FUNC_SMBUS_READ_I2C_BLOCK))
		return i2c_smbus_read_i2c_block_data(client, command, length, values);
	for (i = 0; i < length; i++) {
		s32 value = i2c_smbus_read_byte_data(client, command + i);

		if (value < 0)
			return value;
		values[i] = value;
	}
	return i;
}

u8 *i2c_get_dma_safe_msg_buf(struct i2c_msg *msg, unsigned int threshold)
{
	if (!threshold || msg->len < threshold)
		return NULL;
	if (msg->flags & I2C_M_DMA_SAFE)
		return msg->buf;
	return msg->flags & I2C_M_RD ? kzalloc(msg->len, GFP_KERNEL) : kmemdup(msg->buf, msg->len, GFP_KERNEL);
}

void i2c_put_dma_safe_msg_buf(u8 *buffer, struct i2c_msg *msg, bool xferred)
{
	if (!buffer || buffer == msg->buf)
		return;
	if (xferred && msg->flags & I2C_M_RD)
		memcpy(msg->buf, buffer, msg->len);
	kfree(buffer);
}
