/* PCI drivers: which functions are theirs, probe and remove. */
#include <linux/pci.h>
#include <linux/pm_runtime.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>

static bool id_matches(const struct pci_device_id *id, const struct pci_dev *dev)
{
	return (id->vendor == (u32)PCI_ANY_ID || id->vendor == dev->vendor) &&
	       (id->device == (u32)PCI_ANY_ID || id->device == dev->device) &&
	       (id->subvendor == (u32)PCI_ANY_ID || id->subvendor == dev->subsystem_vendor) &&
	       (id->subdevice == (u32)PCI_ANY_ID || id->subdevice == dev->subsystem_device) &&
	       !((id->class ^ dev->class) & id->class_mask);
}

const struct pci_device_id *pci_match_id(const struct pci_device_id *ids, struct pci_dev *dev)
{
	for (; ids && (ids->vendor || ids->subvendor || ids->class_mask); ids++)
		if (id_matches(ids, dev))
			return ids;
	return NULL;
}

/* Identities that somebody wrote into new_id. */
struct pci_dynid {
	struct list_head node;
	struct pci_device_id id;
};

static const struct pci_device_id any_device = { PCI_DEVICE(PCI_ANY_ID, PCI_ANY_ID) };

static const struct pci_device_id *pci_match_device(struct pci_driver *driver, struct pci_dev *dev)
{
	const struct pci_device_id *id;
	struct pci_dynid *dynamic;

	if (dev->driver_override && strcmp(dev->driver_override, driver->name))
		return NULL;
	if (driver->dynids.next)
		list_for_each_entry(dynamic, &driver->dynids, node)
			if (id_matches(&dynamic->id, dev))
				return &dynamic->id;
	for (id = driver->id_table; (id = pci_match_id(id, dev)); id++)
		if (!id->override_only || dev->driver_override)
			return id;
	return dev->driver_override ? &any_device : NULL;
}

static int pci_bus_match(struct device *dev, struct device_driver *driver)
{
	return pci_match_device(to_pci_driver(driver), to_pci_dev(dev)) != NULL;
}

static int pci_device_probe(struct device *dev)
{
	struct pci_dev *pdev = to_pci_dev(dev);
	struct pci_driver *driver = to_pci_driver(dev->driver);
	const struct pci_device_id *id = pci_match_device(driver, pdev);
	int result;

	if (!driver->probe || !id)
		return driver->probe ? -ENODEV : 0;
	pci_dev_get(pdev);
	pm_runtime_get_sync(dev);
	pdev->driver = driver;
	result = driver->probe(pdev, id);
	if (!result)
		return 0;
	if (result > 0) {
		pci_warn(pdev, "Driver probe function unexpectedly returned %d\n", result);
		return 0;
	}
	pdev->driver = NULL;
	pm_runtime_put_sync(dev);
	pci_dev_put(pdev);
	return result;
}

static void pci_device_remove(struct device *dev)
{
	struct pci_dev *pdev = to_pci_dev(dev);

	if (pdev->driver && pdev->driver->remove) {
		pm_runtime_get_sync(dev);
		pdev->driver->remove(pdev);
		pm_runtime_put_noidle(dev);
	}
	pdev->driver = NULL;
	pm_runtime_put_sync(dev);
	if (pdev->current_state == PCI_D0)
		pdev->current_state = PCI_UNKNOWN;
	pci_dev_put(pdev);
}

static int pci_uevent(struct device *dev, struct kobj_uevent_env *env)
{
	struct pci_dev *pdev = to_pci_dev(dev);

	add_uevent_var(env, "PCI_CLASS=%04X", pdev->class);
	add_uevent_var(env, "PCI_ID=%04X:%04X", pdev->vendor, pdev->device);
	add_uevent_var(env, "PCI_SUBSYS_ID=%04X:%04X", pdev->subsystem_vendor, pdev->subsystem_device);
	add_uevent_var(env, "PCI_SLOT_NAME=%s", pci_name(pdev));
	return add_uevent_var(env, "MODALIAS=pci:v%08Xd%08Xsv%08Xsd%08Xbc%02Xsc%02Xi%02X", pdev->vendor, pdev->device,
			      pdev->subsystem_vendor, pdev->subsystem_device, (u8)(pdev->class >> 16),
			      (u8)(pdev->class >> 8), (u8)pdev->class);
}

static void pci_device_shutdown(struct device *dev)
{
	struct pci_dev *pdev = to_pci_dev(dev);

	pm_runtime_resume(dev);
	if (pdev->driver && pdev->driver->shutdown)
		pdev->driver->shutdown(pdev);
}

int pci_add_dynid(struct pci_driver *driver, unsigned int vendor, unsigned int device, unsigned int subvendor,
		  unsigned int subdevice, unsigned int class, unsigned int class_mask, unsigned long driver_data)
{
	struct pci_dynid *dynamic = kzalloc(sizeof(*dynamic), GFP_KERNEL);

	if (!dynamic)
		return -ENOMEM;
	dynamic->id = (struct pci_device_id){ vendor, device, subvendor, subdevice, class, class_mask, driver_data };
	list_add_tail(&dynamic->node, &driver->dynids);
	return driver_attach(&driver->driver);
}

static ssize_t new_id_store(struct device_driver *driver, const char *buffer, size_t count)
{
	struct pci_device_id id = { .subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID };
	int error, fields = sscanf(buffer, "%x %x %x %x %x %x %lx", &id.vendor, &id.device, &id.subvendor, &id.subdevice, &id.class,
			    &id.class_mask, &id.driver_data);

	if (fields < 2)
		return -EINVAL;
	error = pci_add_dynid(to_pci_driver(driver), id.vendor, id.device, id.subvendor, id.subdevice, id.class, id.class_mask,
			      id.driver_data);
	return error ? error : (ssize_t)count;
}

static ssize_t remove_id_store(struct device_driver *driver, const char *buffer, size_t count)
{
	struct pci_driver *pdriver = to_pci_driver(driver);
	struct pci_dynid *dynamic, *following;
	u32 vendor, device;

	if (sscanf(buffer, "%x %x", &vendor, &device) < 2)
		return -EINVAL;
	list_for_each_entry_safe(dynamic, following, &pdriver->dynids, node)
		if (dynamic->id.vendor == vendor && dynamic->id.device == device) {
			list_del(&dynamic->node);
			kfree(dynamic);
			return count;
		}
	return -ENODEV;
}

static DRIVER_ATTR_WO(new_id);
static DRIVER_ATTR_WO(remove_id);

static struct attribute *pci_driver_attributes[] = { &driver_attr_new_id.attr, &driver_attr_remove_id.attr, NULL };
static const struct attribute_group pci_driver_group = { .attrs = pci_driver_attributes };
static const struct attribute_group *pci_driver_groups[] = { &pci_driver_group, NULL };

/* drivers/pci/pci-sysfs.c and drivers/pci/pm.c */
extern const struct attribute_group *__pci_device_groups[];
extern const struct dev_pm_ops __pci_pm_ops;

struct bus_type pci_bus_type = {
	.name = "pci",
	.dev_groups = __pci_device_groups,
	.drv_groups = pci_driver_groups,
	.match = pci_bus_match,
	.uevent = pci_uevent,
	.probe = pci_device_probe,
	.remove = pci_device_remove,
	.shutdown = pci_device_shutdown,
	.pm = &__pci_pm_ops,
};

/* Services of PCI Express ports: no port here has one. */
struct bus_type pcie_port_bus_type = { .name = "pci_express" };

int __pci_register_driver(struct pci_driver *driver, struct module *owner, const char *module_name)
{
	driver->driver.name = driver->name;
	driver->driver.bus = &pci_bus_type;
	driver->driver.owner = owner;
	driver->driver.mod_name = module_name;
	driver->driver.groups = driver->groups;
	driver->driver.dev_groups = driver->dev_groups;
	INIT_LIST_HEAD(&driver->dynids);
	return driver_register(&driver->driver);
}

void pci_unregister_driver(struct pci_driver *driver)
{
	struct pci_dynid *dynamic, *following;

	driver_unregister(&driver->driver);
	list_for_each_entry_safe(dynamic, following, &driver->dynids, node)
		kfree(dynamic);
	INIT_LIST_HEAD(&driver->dynids);
}

struct pci_driver *pci_dev_driver(const struct pci_dev *dev)
{
	return dev->driver;
}
