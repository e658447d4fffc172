/**
 * The SPI core over the controller of devices/spi-lcd. The reference kernel of the oracle has no SPI controller; what is expected is what its sources say:
 * drivers/spi/spi.c of Linux 6.1.192 (messages, errors, one scatterlist entry for each page of a vmalloc area, max_dma_len for the rest).
 */
import { expect, it } from 'vitest';
import { runDriver } from './run-driver.ts';

const machine = `{ "arch": "arm64", "memory": "256M", "cma": "16M", "devices": [], "platform": [
  { "model": "spi-lcd", "name": "spi@fffc8000", "compatible": "atmel,at91rm9200-spi",
    "reg": [["0xfffc8000", "16K"], ["0xfffff400", "512"]], "interrupts": [12],
    "properties": { "clock-frequency": 100000000, "gpio-controller": true, "#gpio-cells": 2 },
    "children": [{ "name": "display@0", "compatible": "acme,lcd320",
      "properties": { "reg": 0, "spi-max-frequency": 10000000, "dc-gpios": ["&spi", 0, 0] } }] }] }`;

it('a chip of the device tree: matched, written, read, queued, refused', () => {
  const { log, output, findings, records, end } = runDriver({ driver: 'spi.c', app: 'spi-app.c' }, { machine });
  const own = (line: string): string => `chip spi0.0: ${line}`;
  const controller = (line: string): string => `atmel_spi fffc8000.spi: ${line}`;
  expect(log.slice(1)).toEqual([
    controller('Atmel SPI Controller at 0xfffc8000 (irq 12)'),
    'SPI driver chip has no spi_device_id for acme,lcd480',
    own('lcd320 at /spi@fffc8000/display@0 on spi0 of fffc8000.spi, 10000000 Hz, 8 bits, select 0'),
    own('match lcd320 9'),
    own('read 0: 00 00 93 41'), // ILI9341 datasheet, 8.3.23: Read ID4
    own('frame 0'),
    own('area 0'),
    own('then 8'), // the answer's dummy goes with the byte written; 0x08 is the default of Read Display Power Mode
    own('async 0 0'),
    'spi: done 1 bytes, status 0',
    'spi: done 66 bytes, status 0',
    own('empty -22, nine bits -22'),
    own('setup: 1000 Hz too slow, scbr 100000; min 392156 Hz'),
    own('SPI transfer failed: -22'),
    'spi_master spi0: failed to transfer one message from queue',
    'spi_master spi0: noqueue transfer failed',
    own('slow -22'),
    controller('chipselect 0 already in use'),
    controller('cs4 >= max 4'),
    own('setup: unsupported mode bits 8'),
    own('setup -22'),
    own('removed'),
  ]);
  expect(output).toBe('12\n-1\n'); // the controller's driver unbound: its chips are gone
  expect(findings).toEqual([]);
  expect(end).toBe('rest 0');
  const transfers = records.flatMap((record) =>
    record.kind === 'dma-start' ? [`${record.direction} ${record.length}`] : [],
  );
  expect(transfers).toEqual([
    ...['to-device 61440', 'to-device 61440', 'to-device 30720'],
    ...['to-device 3996', 'to-device 904'],
    ...['from-device 64', 'to-device 64'].reverse(), // SPI_CONTROLLER_MUST_TX: zeroes for the clock
  ]);
});
