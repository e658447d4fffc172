/* What `ethtool` asks of an interface by SIOCETHTOOL. Each command has its own structure, which begins with its number. */
#include <linux/ethtool.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <net/core.h>

#define LINK_MODE_WORDS 3

u32 ethtool_op_get_link(struct net_device *dev)
{
	return netif_carrier_ok(dev);
}

static int get_driver_info(struct net_device *dev, const struct ethtool_ops *ops, void __user *to)
{
	struct ethtool_drvinfo info = { .cmd = ETHTOOL_GDRVINFO };

	strscpy(info.version, "6.1.192", sizeof(info.version));
	if (dev->dev.parent) {
		strscpy(info.driver, dev_driver_string(dev->dev.parent), sizeof(info.driver));
		strscpy(info.bus_info, dev_name(dev->dev.parent), sizeof(info.bus_info));
	}
	if (ops->get_drvinfo)
		ops->get_drvinfo(dev, &info);
	if (ops->get_sset_count && (int)ops->get_sset_count(dev, ETH_SS_STATS) > 0)
		info.n_stats = ops->get_sset_count(dev, ETH_SS_STATS);
	if (ops->get_regs_len)
		info.regdump_len = max(ops->get_regs_len(dev), 0);
	if (ops->get_eeprom_len)
		info.eedump_len = ops->get_eeprom_len(dev);
	return copy_to_user(to, &info, sizeof(info)) ? -EFAULT : 0;
}

static int ask_value(struct net_device *dev, const struct ethtool_ops *ops, struct ethtool_value value, void __user *argument)
{
	switch (value.cmd) {
	case ETHTOOL_GLINK:
		if (!ops->get_link)
			return -EOPNOTSUPP;
		value.data = netif_running(dev) && ops->get_link(dev);
		break;
	case ETHTOOL_GMSGLVL:
		if (!ops->get_msglevel)
			return -EOPNOTSUPP;
		value.data = ops->get_msglevel(dev);
		break;
	case ETHTOOL_SMSGLVL:
		if (!ops->set_msglevel)
			return -EOPNOTSUPP;
		if (copy_from_user(&value, argument, sizeof(value)))
			return -EFAULT;
		ops->set_msglevel(dev, value.data);
		return 0;
	case ETHTOOL_NWAY_RST: return ops->nway_reset ? ops->nway_reset(dev) : -EOPNOTSUPP;
	default: return -EOPNOTSUPP;
	}
	return copy_to_user(argument, &value, sizeof(value)) ? -EFAULT : 0;
}

/* Names or numbers of the counters: as many as the driver has now, behind their count at `at`. */
static int get_counters(struct net_device *dev, const struct ethtool_ops *ops, bool names, void __user *argument)
{
	u32 head[3] = { names ? ETHTOOL_GSTRINGS : ETHTOOL_GSTATS, ETH_SS_STATS };
	size_t before = names ? 12 : 8, size;
	int count, error = 0;
	void *data;

	if (!ops->get_sset_count || !(names ? (void *)ops->get_strings : (void *)ops->get_ethtool_stats))
		return -EOPNOTSUPP;
	if (names && copy_from_user(head, argument, before))
		return -EFAULT;
	count = ops->get_sset_count(dev, head[1]);
	if (count < 0)
		return count;
	size = count * (names ? ETH_GSTRING_LEN : sizeof(u64));
	head[names ? 2 : 1] = count;
	data = kzalloc(size + sizeof(struct ethtool_stats), GFP_KERNEL);
	if (!data)
		return -ENOMEM;
	if (names) {
		ops->get_strings(dev, head[1], data);
	} else {
		struct ethtool_stats stats = { .cmd = ETHTOOL_GSTATS, .n_stats = count };

		ops->get_ethtool_stats(dev, &stats, data);
	}
	if (copy_to_user(argument, head, before) || copy_to_user(argument + before, data, size))
		error = -EFAULT;
	kfree(data);
	return error;
}

/* A question with another number of words than there are is answered with that number, negative. */
static int get_link_settings(struct net_device *dev, const struct ethtool_ops *ops, void __user *argument)
{
	struct ethtool_link_ksettings settings = {};
	struct ethtool_link_settings asked;
	const unsigned long *modes[] = { settings.link_modes.supported, settings.link_modes.advertising, settings.link_modes.lp_advertising };
	u32 words[3 * LINK_MODE_WORDS];
	int i, error;

	if (!ops->get_link_ksettings)
		return -EOPNOTSUPP;
	if (copy_from_user(&asked, argument, sizeof(asked)))
		return -EFAULT;
	if (asked.link_mode_masks_nwords != LINK_MODE_WORDS) {
		memset(&asked, 0, sizeof(asked));
		asked.cmd = ETHTOOL_GLINKSETTINGS;
		asked.link_mode_masks_nwords = -LINK_MODE_WORDS;
		return copy_to_user(argument, &asked, sizeof(asked)) ? -EFAULT : 0;
	}
	error = ops->get_link_ksettings(dev, &settings);
	if (error < 0)
		return error;
	settings.base.cmd = ETHTOOL_GLINKSETTINGS;
	settings.base.link_mode_masks_nwords = LINK_MODE_WORDS;
	for (i = 0; i < 3 * LINK_MODE_WORDS; i++)
		words[i] = modes[i / LINK_MODE_WORDS][i % LINK_MODE_WORDS / 2] >> i % LINK_MODE_WORDS % 2 * 32;
	if (copy_to_user(argument, &settings.base, sizeof(settings.base)) ||
	    copy_to_user(argument + sizeof(settings.base), words, sizeof(words)))
		return -EFAULT;
	return 0;
}

static int set_link_settings(struct net_device *dev, const struct ethtool_ops *ops, void __user *argument)
{
	struct ethtool_link_ksettings settings = {};
	u32 words[2 * LINK_MODE_WORDS];

	if (!ops->set_link_ksettings)
		return -EOPNOTSUPP;
	if (copy_from_user(&settings.base, argument, sizeof(settings.base)))
		return -EFAULT;
	if (settings.base.link_mode_masks_nwords != LINK_MODE_WORDS)
		return -EINVAL;
	if (copy_from_user(words, argument + sizeof(settings.base), sizeof(words)))
		return -EFAULT;
	settings.link_modes.supported[0] = words[0] | (u64)words[1] << 32;
	settings.link_modes.supported[1] = words[2];
	settings.link_modes.advertising[0] = words[3] | (u64)words[4] << 32;
	settings.link_modes.advertising[1] = words[5];
	return ops->set_link_ksettings(dev, &settings);
}

static int ring_sizes(struct net_device *dev, const struct ethtool_ops *ops, bool set, void __user *argument)
{
	struct ethtool_ringparam ring, most = { .cmd = ETHTOOL_GRINGPARAM };

	if (!ops->get_ringparam || (set && !ops->set_ringparam))
		return -EOPNOTSUPP;
	if (set && copy_from_user(&ring, argument, sizeof(ring)))
		return -EFAULT;
	ops->get_ringparam(dev, &most, NULL, NULL);
	if (!set)
		return copy_to_user(argument, &most, sizeof(most)) ? -EFAULT : 0;
	if (ring.rx_pending > most.rx_max_pending || ring.tx_pending > most.tx_max_pending ||
	    ring.rx_mini_pending > most.rx_mini_max_pending || ring.rx_jumbo_pending > most.rx_jumbo_max_pending)
		return -EINVAL;
	return ops->set_ringparam(dev, &ring, NULL, NULL);
}

static int get_permanent_address(struct net_device *dev, void __user *argument)
{
	u32 head[2];

	if (copy_from_user(head, argument, sizeof(head)))
		return -EFAULT;
	if (head[1] < dev->addr_len)
		return -ETOOSMALL;
	head[1] = dev->addr_len;
	return copy_to_user(argument, head, sizeof(head)) || copy_to_user(argument + sizeof(head), dev->perm_addr, head[1]) ? -EFAULT : 0;
}

static int ask_driver_by_ethtool(struct net_device *dev, const struct ethtool_ops *ops, u32 command, void __user *argument)
{
	switch (command) {
	case ETHTOOL_GDRVINFO: return get_driver_info(dev, ops, argument);
	case ETHTOOL_GSTRINGS:
	case ETHTOOL_GSTATS: return get_counters(dev, ops, command == ETHTOOL_GSTRINGS, argument);
	case ETHTOOL_GLINKSETTINGS: return get_link_settings(dev, ops, argument);
	case ETHTOOL_SLINKSETTINGS: return set_link_settings(dev, ops, argument);
	case ETHTOOL_GRINGPARAM:
	case ETHTOOL_SRINGPARAM: return ring_sizes(dev, ops, command == ETHTOOL_SRINGPARAM, argument);
	case ETHTOOL_GPERMADDR: return get_permanent_address(dev, argument);
	default: return ask_value(dev, ops, (struct ethtool_value){ .cmd = command }, argument);
	}
}

int __ethtool(struct net_device *dev, void __user *argument)
{
	static const struct ethtool_ops none;
	const struct ethtool_ops *ops = dev->ethtool_ops ? dev->ethtool_ops : &none;
	u32 command;
	int error;

	if (get_user(command, (u32 __user *)argument))
		return -EFAULT;
	error = ops->begin ? ops->begin(dev) : 0;
	if (error < 0)
		return error;
	error = ask_driver_by_ethtool(dev, ops, command, argument);
	if (ops->complete)
		ops->complete(dev);
	return error;
}
