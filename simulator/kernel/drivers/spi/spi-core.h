/* Between the files of the SPI core. */
#ifndef __SPI_CORE_H
#define __SPI_CORE_H

#include <linux/spi/spi.h>

/* spi.c */
void __spi_bus_init(void);
void __spi_register_of_devices(struct spi_controller *ctlr);
void __spi_set_cs(struct spi_device *spi, bool enable, bool force);
bool __spi_supports_bits_per_word(struct spi_controller *ctlr, u8 bits);

/* spi-controller.c */
int __spi_stop_queue(struct spi_controller *ctlr);
void __spi_pump_messages(struct spi_controller *ctlr, bool in_kthread);
void __spi_transfer_message_noqueue(struct spi_controller *ctlr, struct spi_message *message);

/* spi-transfer.c */
int __spi_transfer_one_message(struct spi_controller *ctlr, struct spi_message *message);

/* spi-dma.c */
int __spi_map_message(struct spi_controller *ctlr, struct spi_message *message);
void __spi_unmap_message(struct spi_controller *ctlr, struct spi_message *message);
void __spi_unmap_for_pio(struct spi_controller *ctlr, struct spi_message *message);
void __spi_sync_for_device(struct spi_controller *ctlr, struct spi_transfer *xfer);
void __spi_sync_for_cpu(struct spi_controller *ctlr, struct spi_transfer *xfer);

/* spi-atmel.c: the controller drivers that are built in */
int __atmel_spi_init(void);

#endif
