/** The SPI controller and its panel alone. Expected values: AT91SAM9260 datasheet (SPI, PDC) and ILI9341 datasheet (8.2, 8.3). */
import { expect, test } from 'vitest';
import type { DeviceState } from '../../simulator/devices/device.ts';
import { spiLcd as model } from '../../simulator/devices/spi-lcd/device.ts';
import { createFakeBus, letTimePass, type FakeBus } from './fake-bus.ts';

interface Board {
  readonly bus: FakeBus;
  readonly state: DeviceState;
  write(name: string, value: bigint | number): void;
  read(name: string): bigint;
  command(code: number, ...parameters: number[]): void;
}

/** 10 MHz on select 0. */
function board(): Board {
  const bus = createFakeBus(
    64 * 1024,
    Object.fromEntries(model.configuration.map((each) => [each.name, each.default])),
  );
  const state = model.reset(bus.configuration);
  const register = (name: string) => model.registers.find((each) => each.name === name)!;
  const write = (name: string, value: bigint | number) =>
    model.writeRegister(state, register(name), BigInt(value), bus);
  const word = (byte: number) => {
    write('TDR', byte);
    letTimePass(model, state, bus);
  };
  write('PIO_OER', 3);
  write('PIO_SODR', 3);
  write('CSR0', 10 << 8);
  write('MR', 0xe0001);
  write('CR', 1);
  return {
    bus,
    state,
    write,
    read: (name) => model.readRegister(state, register(name), bus),
    command(code, ...parameters) {
      write('PIO_CODR', 1);
      word(code);
      write('PIO_SODR', 1);
      parameters.forEach(word);
    },
  };
}

function panelOf({ bus, state }: Board) {
  return model.parts!(state, { configuration: bus.configuration, readHost: () => null, entryLimit: 10 }).images!;
}

test('words: 8 bits at 10 MHz, and the answer of Read ID4 behind a dummy', () => {
  const one = board();
  one.command(0xd3);
  const bytes: bigint[] = [];
  for (let i = 0; i < 4; i++) {
    one.write('TDR', 0);
    expect(one.bus.waiting.at(-1)!.at - one.bus.now).toBe(800);
    letTimePass(model, one.state, one.bus);
    bytes.push(one.read('RDR'));
  }
  expect(bytes).toEqual([0n, 0x00n, 0x93n, 0x41n]);
  one.write('MR', 0xf0001); // nobody is selected
  one.write('TDR', 0xd3);
  letTimePass(model, one.state, one.bus);
  expect(one.read('RDR')).toBe(0n);
});

test('a buffer by DMA, and the next without a gap: flags, interrupt, and the picture', () => {
  const one = board();
  one.command(0x11);
  one.command(0x29);
  one.command(0x3a, 0x55);
  one.command(0x36, 0x20); // 320 wide
  one.command(0x2a, 0, 0, 1, 0x3f);
  one.command(0x2b, 0, 0, 0, 0xef);
  one.command(0x2c);
  one.bus.memory.set([0xf8, 0x00, 0x07, 0xe0], 0x1000); // red, green
  one.bus.memory.set([0x00, 0x1f], 0x2000); // blue
  one.write('TPR', 0x1000);
  one.write('TCR', 4);
  one.write('TNPR', 0x2000);
  one.write('TNCR', 2);
  one.bus.trace.length = 0;
  one.write('PTCR', 0x100);
  one.write('IER', 0x80); // TXBUFE
  expect([one.read('SR') & 0xa0n, one.bus.pin]).toEqual([0n, false]);
  letTimePass(model, one.state, one.bus, 1);
  expect([one.read('TPR'), one.read('TCR'), one.bus.pin]).toEqual([0x2000n, 2n, false]);
  letTimePass(model, one.state, one.bus);
  expect([one.read('SR') & 0xa0n, one.bus.pin]).toEqual([0xa0n, true]);
  expect(one.bus.trace).toEqual([
    'begin read 0x1000 4',
    'read 0x1000 4',
    'end read: done',
    'begin read 0x2000 2',
    'read 0x2000 2',
    'end read: done',
  ]);
  const [panel] = panelOf(one);
  expect([panel!.name, panel!.width, panel!.height]).toEqual(['panel', 320, 240]);
  expect([...(panel!.pixels as Uint8Array).subarray(0, 8)]).toEqual([0x00, 0xf8, 0xe0, 0x07, 0x1f, 0x00, 0, 0]);
});

test('reading back while zeroes make the clock; without receiving, an overrun', () => {
  const one = board();
  one.command(0x3a, 0x55);
  one.command(0x2c, 0xf8, 0x1f);
  one.command(0x2e);
  one.write('RPR', 0x3000);
  one.write('RCR', 4);
  one.write('TPR', 0x1000);
  one.write('TCR', 8);
  one.write('PTCR', 0x101);
  letTimePass(model, one.state, one.bus);
  expect([...one.bus.memory.subarray(0x3000, 0x3004)]).toEqual([0, 0xf8, 0x00, 0xf8]); // dummy, red, green, blue
  expect(one.read('SR') & 0x48n).toBe(0x48n); // RXBUFF, OVRES
  expect(one.read('SR') & 8n).toBe(0n);
});

test('the glass is dark while the panel sleeps, and inverts; the reset line leaves the memory', () => {
  const one = board();
  one.command(0x3a, 0x55);
  one.command(0x2c, 0xff, 0xff);
  const first = () => panelOf(one).map(({ name, pixels }) => `${name} ${(pixels as Uint8Array)[0]}`);
  expect(first()).toEqual(['panel 0', 'graphics memory 255']);
  one.command(0x11);
  one.command(0x29);
  expect(first()).toEqual(['panel 255']);
  one.command(0x21);
  expect(first()).toEqual(['panel 0', 'graphics memory 255']);
  one.write('PIO_CODR', 2);
  expect(panelOf(one)[0]!.meaning).toContain('sleeps');
  expect(first()).toEqual(['panel 0', 'graphics memory 255']);
});

test('an address nobody answers stops the channel for good; a software reset drops what is under way', () => {
  const one = board();
  one.bus.refusedFrom = 0x1000n;
  one.write('TPR', 0x1000);
  one.write('TCR', 4);
  one.write('PTCR', 0x100);
  letTimePass(model, one.state, one.bus);
  expect([one.bus.trace.at(-1), one.read('TCR')]).toEqual(['end read: refused', 4n]);
  one.write('TPR', 0x100);
  one.write('PTCR', 0x100);
  one.write('CR', 0x80);
  letTimePass(model, one.state, one.bus);
  expect([one.bus.trace.at(-1), one.read('SR')]).toEqual(['end read: stopped', 0xf0n]);
});
