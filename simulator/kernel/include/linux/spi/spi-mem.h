/* SPI memory operations, as a kernel without CONFIG_SPI_MEM has them: controllers describe theirs, and nobody asks for one. */
#ifndef __LINUX_SPI_MEM_H
#define __LINUX_SPI_MEM_H

#include <linux/spi/spi.h>

#define SPI_MEM_OP_CMD(code, width) { .nbytes = 1, .buswidth = width, .opcode = code }
#define SPI_MEM_OP_ADDR(size, value, width) { .nbytes = size, .val = value, .buswidth = width }
#define SPI_MEM_OP_NO_ADDR {}
#define SPI_MEM_OP_DUMMY(size, width) { .nbytes = size, .buswidth = width }
#define SPI_MEM_OP_NO_DUMMY {}
#define SPI_MEM_OP_DATA_IN(size, buffer, width) { .buswidth = width, .dir = SPI_MEM_DATA_IN, .nbytes = size, .buf.in = buffer }
#define SPI_MEM_OP_DATA_OUT(size, buffer, width) { .buswidth = width, .dir = SPI_MEM_DATA_OUT, .nbytes = size, .buf.out = buffer }
#define SPI_MEM_OP_NO_DATA {}
#define SPI_MEM_OP(command, address, padding, content) { .cmd = command, .addr = address, .dummy = padding, .data = content }

enum spi_mem_data_dir { SPI_MEM_NO_DATA, SPI_MEM_DATA_IN, SPI_MEM_DATA_OUT };

struct spi_mem_op {
	struct { u8 nbytes, buswidth; u8 dtr : 1; u16 opcode; } cmd;
	struct { u8 nbytes, buswidth; u8 dtr : 1; u64 val; } addr;
	struct { u8 nbytes, buswidth; u8 dtr : 1; } dummy;
	struct {
		u8 buswidth;
		u8 dtr : 1;
		u8 ecc : 1;
		enum spi_mem_data_dir dir;
		unsigned int nbytes;
		union { void *in; const void *out; } buf;
	} data;
};

struct spi_mem {
	struct spi_device *spi;
	void *drvpriv;
	const char *name;
};
static inline void spi_mem_set_drvdata(struct spi_mem *mem, void *data) { mem->drvpriv = data; }
static inline void *spi_mem_get_drvdata(struct spi_mem *mem) { return mem->drvpriv; }

struct spi_mem_dirmap_info { struct spi_mem_op op_tmpl; u64 offset, length; };
struct spi_mem_dirmap_desc { struct spi_mem *mem; struct spi_mem_dirmap_info info; unsigned int nodirmap; void *priv; };

struct spi_controller_mem_ops {
	int (*adjust_op_size)(struct spi_mem *mem, struct spi_mem_op *op);
	bool (*supports_op)(struct spi_mem *mem, const struct spi_mem_op *op);
	int (*exec_op)(struct spi_mem *mem, const struct spi_mem_op *op);
	const char *(*get_name)(struct spi_mem *mem);
	int (*dirmap_create)(struct spi_mem_dirmap_desc *desc);
	void (*dirmap_destroy)(struct spi_mem_dirmap_desc *desc);
	ssize_t (*dirmap_read)(struct spi_mem_dirmap_desc *desc, u64 offs, size_t len, void *buf);
	ssize_t (*dirmap_write)(struct spi_mem_dirmap_desc *desc, u64 offs, size_t len, const void *buf);
	int (*poll_status)(struct spi_mem *mem, const struct spi_mem_op *op, u16 mask, u16 match, unsigned long initial_delay_us,
			   unsigned long polling_rate_us, unsigned long timeout_ms);
};
struct spi_controller_mem_caps { bool dtr, ecc; };
#define spi_mem_controller_is_capable(ctlr, cap) ((ctlr)->mem_caps && (ctlr)->mem_caps->cap)

static inline int spi_controller_dma_map_mem_op_data(struct spi_controller *ctlr, const struct spi_mem_op *op, struct sg_table *sg)
{
	return -ENOTSUPP;
}
static inline void spi_controller_dma_unmap_mem_op_data(struct spi_controller *ctlr, const struct spi_mem_op *op, struct sg_table *sg) {}
static inline bool spi_mem_default_supports_op(struct spi_mem *mem, const struct spi_mem_op *op) { return false; }

#endif
