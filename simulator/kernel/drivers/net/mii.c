/* Ethernet PHYs behind a driver's own two functions: is there a link, what was agreed on, and what programs ask of them. */
#include <linux/ethtool.h>
#include <linux/mii.h>
#include <linux/sockios.h>
#include <net/core.h>

static int mii_read(const struct mii_if_info *mii, int reg)
{
	return mii->mdio_read(mii->dev, mii->phy_id, reg);
}

static void mii_write(const struct mii_if_info *mii, int reg, int value)
{
	mii->mdio_write(mii->dev, mii->phy_id, reg, value);
}

/* A link that was lost meanwhile stays told until it is read: the second reading counts. */
int mii_link_ok(struct mii_if_info *mii)
{
	mii_read(mii, MII_BMSR);
	return !!(mii_read(mii, MII_BMSR) & BMSR_LSTATUS);
}

int mii_nway_restart(struct mii_if_info *mii)
{
	int control = mii_read(mii, MII_BMCR);

	if (!(control & BMCR_ANENABLE))
		return -EINVAL;
	mii_write(mii, MII_BMCR, control | BMCR_ANRESTART);
	return 0;
}

void mii_check_link(struct mii_if_info *mii)
{
	int link = mii_link_ok(mii);

	if (link != netif_carrier_ok(mii->dev))
		(link ? netif_carrier_on : netif_carrier_off)(mii->dev);
}

int mii_check_gmii_support(struct mii_if_info *mii)
{
	return mii_read(mii, MII_BMSR) & BMSR_ESTATEN && mii_read(mii, MII_ESTATUS) & 0x3000;
}

/* 1: the duplex has changed. */
unsigned int mii_check_media(struct mii_if_info *mii, unsigned int ok_to_print, unsigned int init_media)
{
	int link, lpa, gigabit = 0;
	unsigned int agreed, duplex;

	link = mii_link_ok(mii);
	if (!init_media && link == netif_carrier_ok(mii->dev))
		return 0;
	(link ? netif_carrier_on : netif_carrier_off)(mii->dev);
	if (!link || mii->force_media) {
		if (ok_to_print)
			netdev_info(mii->dev, "link %s\n", link ? "up" : "down");
		return 0;
	}
	if (init_media || !mii->advertising)
		mii->advertising = mii_read(mii, MII_ADVERTISE);
	lpa = mii_read(mii, MII_LPA);
	if (mii->supports_gmii)
		gigabit = mii_read(mii, MII_STAT1000);
	agreed = mii_nway_result(lpa & mii->advertising);
	duplex = agreed & ADVERTISE_FULL || gigabit & LPA_1000FULL;
	if (ok_to_print)
		netdev_info(mii->dev, "link up, %uMbps, %s-duplex, lpa 0x%04X\n",
			    gigabit & (LPA_1000FULL | LPA_1000HALF) ? 1000 :
			    agreed & (ADVERTISE_100FULL | ADVERTISE_100HALF) ? 100 : 10, duplex ? "full" : "half", lpa);
	if (!init_media && mii->full_duplex == duplex)
		return 0;
	mii->full_duplex = duplex;
	return 1;
}

/* The program writes its own PHY's register: what the driver has to know of that. */
static bool note_written(struct mii_if_info *mii, int reg, u16 value)
{
	unsigned int duplex;

	if (reg == MII_ADVERTISE)
		mii->advertising = value;
	if (reg != MII_BMCR)
		return false;
	mii->force_media = !(value & (BMCR_RESET | BMCR_ANENABLE));
	duplex = mii->force_media && value & BMCR_FULLDPLX;
	if (mii->full_duplex == duplex)
		return false;
	mii->full_duplex = duplex;
	return true;
}

int generic_mii_ioctl(struct mii_if_info *mii, struct mii_ioctl_data *data, int command, unsigned int *duplex_changed)
{
	bool changed = false;

	if (duplex_changed)
		*duplex_changed = 0;
	data->phy_id &= mii->phy_id_mask;
	data->reg_num &= mii->reg_num_mask;
	switch (command) {
	case SIOCGMIIPHY:
		data->phy_id = mii->phy_id;
		fallthrough;
	case SIOCGMIIREG:
		data->val_out = mii->mdio_read(mii->dev, data->phy_id, data->reg_num);
		return 0;
	case SIOCSMIIREG:
		if (data->phy_id == mii->phy_id)
			changed = note_written(mii, data->reg_num, data->val_in);
		mii->mdio_write(mii->dev, data->phy_id, data->reg_num, data->val_in);
		if (duplex_changed && changed)
			*duplex_changed = 1;
		return 0;
	default: return -EOPNOTSUPP;
	}
}

/* The bits of ethtool for those of MII_ADVERTISE or MII_LPA, and of MII_CTRL1000. */
static u32 modes_of(int advertised, int gigabit)
{
	return (advertised >> 5 & 15) | (advertised & LPA_PAUSE_CAP ? ADVERTISED_Pause : 0) |
	       (advertised & LPA_PAUSE_ASYM ? ADVERTISED_Asym_Pause : 0) | (gigabit >> 8 & 3) << 4;
}

void mii_ethtool_get_link_ksettings(struct mii_if_info *mii, struct ethtool_link_ksettings *settings)
{
	u32 supported = 15 | (mii->supports_gmii ? 3 << 4 : 0) | SUPPORTED_Autoneg | SUPPORTED_TP | SUPPORTED_MII, theirs = 0, own, both;
	int control = mii_read(mii, MII_BMCR), status = mii_read(mii, MII_BMSR), gigabit = 0, partner = 0;

	settings->base.port = PORT_MII;
	settings->base.phy_address = mii->phy_id;
	settings->base.mdio_support = ETH_MDIO_SUPPORTS_C22;
	if (mii->supports_gmii) {
		gigabit = mii_read(mii, MII_CTRL1000);
		partner = mii_read(mii, MII_STAT1000);
	}
	own = ADVERTISED_TP | ADVERTISED_MII | modes_of(mii_read(mii, MII_ADVERTISE), gigabit);
	settings->base.autoneg = control & BMCR_ANENABLE ? AUTONEG_ENABLE : AUTONEG_DISABLE;
	if (control & BMCR_ANENABLE) {
		int lpa = status & BMSR_ANEGCOMPLETE ? mii_read(mii, MII_LPA) : 0;

		own |= ADVERTISED_Autoneg;
		if (status & BMSR_ANEGCOMPLETE)
			theirs = modes_of(lpa, partner >> 2) | (lpa & LPA_LPACK ? ADVERTISED_Autoneg : 0);
		both = own & theirs;
		settings->base.speed = both & 3 << 4 ? SPEED_1000 : both & 3 << 2 ? SPEED_100 : SPEED_10;
		settings->base.duplex = !!(both & (both & 3 << 4 ? 1 << 5 : both & 3 << 2 ? 1 << 3 : 1 << 1));
	} else {
		settings->base.speed = control & BMCR_SPEED100 ? SPEED_100 : control & BMCR_SPEED1000 ? SPEED_1000 : SPEED_10;
		settings->base.duplex = control & BMCR_FULLDPLX ? DUPLEX_FULL : DUPLEX_HALF;
	}
	mii->full_duplex = settings->base.duplex;
	ethtool_convert_legacy_u32_to_link_mode(settings->link_modes.supported, supported);
	ethtool_convert_legacy_u32_to_link_mode(settings->link_modes.advertising, own);
	ethtool_convert_legacy_u32_to_link_mode(settings->link_modes.lp_advertising, theirs);
}

static void write_if_other(struct mii_if_info *mii, int reg, int before, int after)
{
	if (before != after)
		mii_write(mii, reg, after);
}

static int negotiate(struct mii_if_info *mii, u32 modes)
{
	int before = mii_read(mii, MII_ADVERTISE), after, gigabit;

	if (!(modes & 0x3f))
		return -EINVAL;
	after = (before & ~(ADVERTISE_ALL | ADVERTISE_100BASE4)) | (modes & 15) << 5 | (modes & ADVERTISED_Pause ? ADVERTISE_PAUSE_CAP : 0) |
		(modes & ADVERTISED_Asym_Pause ? ADVERTISE_PAUSE_ASYM : 0);
	if (before != after)
		mii->advertising = after;
	write_if_other(mii, MII_ADVERTISE, before, after);
	if (mii->supports_gmii) {
		gigabit = mii_read(mii, MII_CTRL1000);
		write_if_other(mii, MII_CTRL1000, gigabit,
			       (gigabit & ~(ADVERTISE_1000HALF | ADVERTISE_1000FULL)) | (modes >> 4 & 3) << 8);
	}
	mii_write(mii, MII_BMCR, mii_read(mii, MII_BMCR) | BMCR_ANENABLE | BMCR_ANRESTART);
	mii->force_media = 0;
	return 0;
}

int mii_ethtool_set_link_ksettings(struct mii_if_info *mii, const struct ethtool_link_ksettings *settings)
{
	u32 speed = settings->base.speed, modes;
	int before, after;

	if ((speed != SPEED_10 && speed != SPEED_100 && (speed != SPEED_1000 || !mii->supports_gmii)) ||
	    settings->base.duplex > DUPLEX_FULL || settings->base.port != PORT_MII || settings->base.phy_address != mii->phy_id ||
	    settings->base.autoneg > AUTONEG_ENABLE)
		return -EINVAL;
	if (settings->base.autoneg == AUTONEG_ENABLE) {
		ethtool_convert_link_mode_to_legacy_u32(&modes, settings->link_modes.advertising);
		return negotiate(mii, modes);
	}
	before = mii_read(mii, MII_BMCR);
	mii->full_duplex = settings->base.duplex;
	after = (before & ~(BMCR_ANENABLE | BMCR_SPEED100 | BMCR_SPEED1000 | BMCR_FULLDPLX)) | (mii->full_duplex ? BMCR_FULLDPLX : 0) |
		(speed == SPEED_1000 ? BMCR_SPEED1000 : speed == SPEED_100 ? BMCR_SPEED100 : 0);
	write_if_other(mii, MII_BMCR, before, after);
	mii->force_media = 1;
	return 0;
}
