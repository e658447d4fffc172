/* An adapter that is a driver, with a chip of sixteen registers behind it, and the driver of that chip. */
#include <linux/module.h>
#include <linux/i2c.h>
#include <linux/slab.h>
#include <linux/delay.h>
static u8 regs[16] = { [2] = 0x42, [3] = 0x43 };

static int xfer(struct i2c_adapter *a, struct i2c_msg *m, int n)
{
	static u8 ptr;
	int i, j;
	for (i = 0; i < n; i++) {
		if (m[i].addr != 0x3c)
			return -ENXIO;
		if (m[i].flags & I2C_M_RD)
			for (j = 0; j < m[i].len; j++)
				m[i].buf[j] = regs[ptr++ & 15];
		else {
			if (m[i].len)
				ptr = m[i].buf[0];
			for (j = 1; j < m[i].len; j++)
				regs[ptr++ & 15] = m[i].buf[j];
		}
		pr_info("msg %d addr %x flags %x len %u %*ph\n", i, m[i].addr, m[i].flags, m[i].len, m[i].len,
			m[i].buf);
	}
	return n;
}

static u32 func(struct i2c_adapter *a)
{
	return I2C_FUNC_I2C | I2C_FUNC_SMBUS_EMUL;
}
static const struct i2c_algorithm algo = { .master_xfer = xfer, .functionality = func };
static struct i2c_adapter ad = { .owner = THIS_MODULE, .class = I2C_CLASS_HWMON, .algo = &algo, .name = "my adapter" };

static int probe(struct i2c_client *c, const struct i2c_device_id *id)
{
	u8 b[4];
	int r;
	struct i2c_msg m[2] = { { c->addr, 0, 1, (u8[]){ 2 } }, { c->addr, I2C_M_RD, 2, b } };
	dev_info(&c->dev, "probe %s addr %x data %lu irq %d func %d\n", c->name, c->addr, id ? id->driver_data : 0,
		 c->irq, i2c_check_functionality(c->adapter, I2C_FUNC_SMBUS_BYTE_DATA));
	r = i2c_transfer(c->adapter, m, 2);
	dev_info(&c->dev, "transfer %d %x %x\n", r, b[0], b[1]);
	r = i2c_smbus_write_byte_data(c, 5, 0x77);
	dev_info(&c->dev, "w %d r %x\n", r, i2c_smbus_read_byte_data(c, 5));
	r = i2c_smbus_write_word_data(c, 6, 0xbeef);
	dev_info(&c->dev, "w %d r %x swapped %x\n", r, i2c_smbus_read_word_data(c, 6),
		 i2c_smbus_read_word_swapped(c, 6));
	r = i2c_smbus_read_i2c_block_data(c, 2, 4, b);
	dev_info(&c->dev, "block %d %4ph\n", r, b);
	r = i2c_master_send(c, "\x08hi", 3);
	dev_info(&c->dev, "send %d recv %d\n", r, i2c_master_recv(c, b, 1));
	i2c_set_clientdata(c, regs);
	return 0;
}

static void remove(struct i2c_client *c)
{
	dev_info(&c->dev, "remove %d\n", i2c_get_clientdata(c) == regs);
}
static const struct i2c_device_id ids[] = { { "mychip", 7 }, {} };
static struct i2c_driver drv = { .driver = { .name = "mychip" }, .probe = probe, .remove = remove, .id_table = ids };
static struct i2c_client *cl;

static int __init init(void)
{
	struct i2c_board_info info = { I2C_BOARD_INFO("mychip", 0x3c) };
	struct i2c_adapter *g;
	int r;
	r = i2c_add_adapter(&ad);
	pr_info("adapter %d nr %d\n", r, ad.nr);
	r = i2c_add_driver(&drv);
	pr_info("driver %d\n", r);
	g = i2c_get_adapter(ad.nr);
	cl = i2c_new_client_device(g, &info);
	pr_info("client %d name %s\n", IS_ERR(cl), dev_name(&cl->dev));
	pr_info("twice %ld\n", PTR_ERR(i2c_new_client_device(g, &info)));
	i2c_put_adapter(g);
	info.addr = 0x200;
	pr_info("bad %ld\n", PTR_ERR(i2c_new_client_device(&ad, &info)));
	pr_info("nobody %d\n", ({
			struct i2c_client d = *cl;
			d.addr = 0x11;
			i2c_smbus_read_byte(&d);
		}));
	return 0;
}

static void __exit fini(void)
{
	i2c_unregister_device(cl);
	i2c_del_driver(&drv);
	i2c_del_adapter(&ad);
	pr_info("done\n");
}

module_init(init);
module_exit(fini);
MODULE_LICENSE("GPL");
