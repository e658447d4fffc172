#include <linux/module.h>
#include <linux/pci.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/uio.h>

static ssize_t results_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	pr_info("sync %d\n", is_sync_kiocb(iocb));
	return 0;
}
static const struct file_operations ops = { .owner = THIS_MODULE, .read_iter = results_read_iter };
static struct miscdevice misc = { .minor = MISC_DYNAMIC_MINOR, .name = "results", .fops = &ops };
static pci_ers_result_t detected(struct pci_dev *dev, pci_channel_state_t state)
{
	switch (state) {
	case pci_channel_io_normal:
		return PCI_ERS_RESULT_CAN_RECOVER;
	case pci_channel_io_perm_failure:
		return PCI_ERS_RESULT_DISCONNECT;
	}
	return PCI_ERS_RESULT_NEED_RESET;
}
static int __init results_init(void)
{
	pr_info("results %d %d %d %d %d\n", PCI_ERS_RESULT_NONE, detected(NULL, pci_channel_io_frozen), detected(NULL, 3), PCI_ERS_RESULT_RECOVERED, PCI_ERS_RESULT_NO_AER_DRIVER);
	return misc_register(&misc);
}
static void __exit results_exit(void) { misc_deregister(&misc); }
module_init(results_init);
module_exit(results_exit);
MODULE_LICENSE("GPL");
