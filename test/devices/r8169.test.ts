/** The RTL8168 against its registers and descriptors: bits of the RTL8169 datasheet's "Tx/Rx Descriptor Structure", cases of our own. */
import { expect, test } from 'vitest';
import type { DeviceState } from '../../simulator/devices/device.ts';
import { r8169 } from '../../simulator/devices/r8169/device.ts';
import { etherCrc } from '../../simulator/devices/r8169/receive.ts';
import { createFakeBus, letTimePass, type FakeBus } from './fake-bus.ts';

const defaults = Object.fromEntries(r8169.configuration.map((field) => [field.name, field.default]));
const [transmitRing, receiveRing, buffers] = [0x1000, 0x2000, 0x4000];
const [own, eor, first, last] = [0x8000_0000, 0x4000_0000, 0x2000_0000, 0x1000_0000];
const ourAddress = [0x52, 0x54, 0x00, 0x12, 0x34, 0x56];

interface Card {
  readonly state: DeviceState;
  readonly bus: FakeBus;
  write(name: string, value: number): void;
  read(name: string): bigint;
}

function card(configuration: Readonly<Record<string, number | boolean>> = {}): Card {
  const all = { ...defaults, ...configuration };
  const state = r8169.reset(all);
  const bus = createFakeBus(0x10000, all);
  const register = (name: string) => r8169.registers.find((each) => each.name === name)!;
  return {
    state,
    bus,
    write: (name, value) => r8169.writeRegister(state, register(name), BigInt(value), bus),
    read: (name) => r8169.readRegister(state, register(name), bus),
  };
}

function putDescriptor({ bus }: Card, ring: number, index: number, opts1: number, address: number): void {
  const view = new DataView(bus.memory.buffer, ring + 16 * index);
  view.setUint32(0, opts1, true);
  view.setUint32(4, 0x7777, true);
  view.setUint32(8, address, true);
}

const opts1 = ({ bus }: Card, ring: number, index: number): number =>
  new DataView(bus.memory.buffer).getUint32(ring + 16 * index, true);

function frame(to: readonly number[], length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => to[i] ?? i & 0xff);
}

/** Rings of two, both engines on, everything to this station and to all let in. */
function running(configuration: Readonly<Record<string, number | boolean>> = {}): Card {
  const it = card(configuration);
  putDescriptor(it, receiveRing, 0, own + 2048, buffers);
  putDescriptor(it, receiveRing, 1, own + eor + 2048, buffers + 2048);
  it.write('TNPDS', transmitRing);
  it.write('RDSAR', receiveRing);
  it.write('RCR', 0x0a);
  it.write('CR', 0x0c);
  return it;
}

function send(it: Card, bytes: Uint8Array, index = 0, more = eor): void {
  it.bus.memory.set(bytes, buffers + 0x3000);
  putDescriptor(it, transmitRing, index, own + more + first + last + bytes.length, buffers + 0x3000);
  it.write('TPPoll', 0x40);
}

test('sends a frame and gives its descriptor back, with TOK, then TDU where the ring has nothing more', () => {
  const it = running();
  send(it, frame(ourAddress, 100));
  letTimePass(r8169, it.state, it.bus);
  expect(it.bus.trace.filter((line) => line.startsWith('begin'))).toEqual([
    'begin read 0x1000 16',
    'begin read 0x7000 100',
    'begin write 0x1000 8',
    'begin read 0x1000 16',
  ]);
  expect(opts1(it, transmitRing, 0)).toBe(eor + first + last + 100);
  expect(it.read('ISR')).toBe(0x84n);
});

test('gathers a frame from several descriptors and sends it once', () => {
  const it = running({ loopback: true });
  const whole = frame(ourAddress, 150);
  it.bus.memory.set(whole, buffers + 0x3000);
  putDescriptor(it, transmitRing, 0, own + first + 50, buffers + 0x3000);
  putDescriptor(it, transmitRing, 1, own + eor + last + 100, buffers + 0x3000 + 50);
  it.write('TPPoll', 0x40);
  letTimePass(r8169, it.state, it.bus);
  expect([opts1(it, transmitRing, 0), opts1(it, transmitRing, 1)]).toEqual([first + 50, eor + last + 100]);
  expect(it.bus.memory.subarray(buffers, buffers + 150)).toEqual(whole);
});

test('a frame that comes goes to the next buffer with its checksum, and opts1 tells how long it is and to whom', () => {
  const it = running({ loopback: true });
  const bytes = frame(ourAddress, 200);
  send(it, bytes);
  letTimePass(r8169, it.state, it.bus);
  expect(it.bus.memory.subarray(buffers, buffers + 200)).toEqual(bytes);
  // PAM, bit 26: to this station. The length counts the four bytes of the checksum.
  expect(opts1(it, receiveRing, 0)).toBe(first + last + 0x0400_0000 + 204);
  expect(it.read('ISR')).toBe(0x85n);
  it.write('ISR', 0x01);
  expect(it.read('ISR')).toBe(0x84n);
});

// The IEEE's check value of CRC-32, 0xcbf43926 for "123456789", is this one complemented and with its bits turned around.
test('checksums are those of Ethernet', () => {
  const crc = ~etherCrc(Buffer.from('123456789')) >>> 0;
  const turned = Number.parseInt([...crc.toString(2).padStart(32, '0')].reverse().join(''), 2);
  expect(turned).toBe(0xcbf4_3926);
});

test('short frames are filled up to 60 bytes', () => {
  const it = running({ loopback: true });
  send(it, frame(ourAddress, 20));
  letTimePass(r8169, it.state, it.bus);
  expect(opts1(it, receiveRing, 0) & 0x3fff).toBe(64);
  expect(it.bus.memory.subarray(buffers + 20, buffers + 60)).toEqual(new Uint8Array(40));
});

test.each<[string, number[], number, boolean]>([
  ['to this station, APM', ourAddress, 0x02, true],
  ['to this station, AB alone', ourAddress, 0x08, false],
  ['to another station, APM', [2, 0, 0, 0, 0, 9], 0x02, false],
  ['to another station, AAP', [2, 0, 0, 0, 0, 9], 0x01, true],
  ['broadcast, AB', [255, 255, 255, 255, 255, 255], 0x08, true],
  ['broadcast, APM', [255, 255, 255, 255, 255, 255], 0x02, false],
  ['multicast, AM, no bit in MAR', [1, 0, 0x5e, 0, 0, 1], 0x04, false],
])('lets in by RCR: %s', (_name, to, rules, comes) => {
  const it = running({ loopback: true });
  it.write('RCR', rules);
  send(it, frame(to, 64));
  letTimePass(r8169, it.state, it.bus);
  expect((it.read('ISR') & 1n) === 1n).toBe(comes);
});

test('multicasts are let in by their bit in MAR', () => {
  const it = running({ loopback: true });
  it.write('RCR', 0x04);
  it.write('MAR0', 0xffff_ffff);
  it.write('MAR4', 0xffff_ffff);
  send(it, frame([1, 0, 0x5e, 0, 0, 1], 64));
  letTimePass(r8169, it.state, it.bus);
  // MAR, bit 27.
  expect(opts1(it, receiveRing, 0)).toBe(first + last + 0x0800_0000 + 68);
});

test('without a descriptor a frame is missed: RDU and MPC', () => {
  const it = running({ 'traffic.packets': 3, 'traffic.smallest': 60, 'traffic.largest': 60 });
  letTimePass(r8169, it.state, it.bus);
  expect([0, 1].map((i) => opts1(it, receiveRing, i) & own)).toEqual([0, 0]);
  expect(it.read('ISR')).toBe(0x11n);
  expect(it.read('MPC')).toBe(1n);
  it.write('MPC', 0);
  expect(it.read('MPC')).toBe(0n);
});

// r8169_main.c, rtl8169_rx_vlan_tag: RxVlanTag is bit 16 of opts2, the tag's bytes turned around below it.
test('a VLAN tag comes out of the frame with RxVLAN, and into opts2', () => {
  const it = running({ loopback: true });
  it.write('CPlusCR', 0x40);
  const tagged = frame(ourAddress, 100);
  tagged.set([0x81, 0x00, 0x21, 0x43], 12);
  send(it, tagged);
  letTimePass(r8169, it.state, it.bus);
  expect(opts1(it, receiveRing, 0) & 0x3fff).toBe(100);
  expect(new DataView(it.bus.memory.buffer).getUint32(receiveRing + 4, true)).toBe(0x1_4321);
  expect([...it.bus.memory.subarray(buffers + 12, buffers + 14)]).toEqual([16, 17]);
});

test('a frame longer than the buffer goes on in the next one', () => {
  const it = running({ loopback: true });
  putDescriptor(it, receiveRing, 0, own + 64, buffers);
  send(it, frame(ourAddress, 100));
  letTimePass(r8169, it.state, it.bus);
  expect(opts1(it, receiveRing, 0)).toBe(first + 0x0400_0000 + 64);
  expect(opts1(it, receiveRing, 1)).toBe(last + eor + 0x0400_0000 + 104);
});

test('interrupts by pin follow ISR and IMR; a message is sent when they begin to meet', () => {
  const it = running();
  it.write('IMR', 0x04);
  send(it, frame(ourAddress, 64));
  letTimePass(r8169, it.state, it.bus);
  expect(it.bus.pin).toBe(true);
  it.write('ISR', 0x84);
  expect(it.bus.pin).toBe(false);
  it.bus.messageInterrupts = true;
  send(it, frame(ourAddress, 64));
  letTimePass(r8169, it.state, it.bus);
  expect(it.bus.messages).toBe(1);
  it.write('IMR', 0);
  it.write('IMR', 0x04);
  expect(it.bus.messages).toBe(2);
});

test('reset stops both engines and begins the rings again', () => {
  const it = running();
  send(it, frame(ourAddress, 64), 0, 0);
  letTimePass(r8169, it.state, it.bus, 1);
  expect(it.bus.trace).toEqual(['begin read 0x1000 16']);
  it.write('CR', 0x10);
  expect(it.read('CR')).toBe(0x10n);
  expect(it.bus.trace.at(-1)).toBe('end read: stopped by reset');
  letTimePass(r8169, it.state, it.bus);
  expect(it.read('CR')).toBe(0n);
  expect(it.read('ISR')).toBe(0n);
});

test('the station address is read by bytes and words and written by words, once it is unlocked', () => {
  const it = card();
  expect([0, 1, 2, 3, 4, 5].map((i) => Number(it.read(`IDR${i}`) & 0xffn))).toEqual(ourAddress);
  expect(it.read('IDR0') & 0xffff_ffffn).toBe(0x1200_5452n);
  it.write('IDR0', 0x0403_0202);
  expect(it.read('IDR0') & 0xffff_ffffn).toBe(0x1200_5452n);
  it.write('9346CR', 0xc0);
  it.write('IDR0', 0x0403_0202);
  it.write('IDR4', 0x0605);
  expect(it.read('IDR0')).toBe(0x0605_0403_0202n);
});

// IEEE 802.3, 22.2.4: BMSR is register 1, its bit 2 the link.
test('PHYAR reads and writes the PHY', () => {
  const it = card();
  it.write('PHYAR', 1 << 16);
  expect(it.read('PHYAR') & 0x8000_0004n).toBe(0x8000_0004n);
  it.write('PHYAR', 0x8004_0101);
  expect(it.read('PHYAR') & 0x8000_0000n).toBe(0n);
  it.write('PHYAR', 4 << 16);
  expect(it.read('PHYAR') & 0xffffn).toBe(0x0101n);
});

test('a refused transfer is a system error and stops the engine', () => {
  const it = running();
  it.bus.refusedFrom = 0n;
  send(it, frame(ourAddress, 64));
  letTimePass(r8169, it.state, it.bus);
  expect(it.read('ISR')).toBe(0x8000n);
});

test('traffic is the same for the same seed and another for another', () => {
  const received = (seed: number): string => {
    const it = running({ 'traffic.packets': 2, 'traffic.seed': seed });
    letTimePass(r8169, it.state, it.bus);
    return Buffer.from(it.bus.memory.subarray(buffers, buffers + 4096)).toString('hex');
  };
  expect(received(5)).toBe(received(5));
  expect(received(5)).not.toBe(received(6));
});

test('a view sees both rings, whose each descriptor is and what it names', () => {
  const it = running();
  putDescriptor(it, transmitRing, 0, eor, 0);
  const readHost = (address: bigint, length: number) => it.bus.memory.slice(Number(address), Number(address) + length);
  const { tables } = r8169.parts!(it.state, { configuration: defaults, readHost, entryLimit: 16 });
  expect(tables!.map(({ name, count, address }) => [name, count, address])).toEqual([
    ['transmit ring', 1, 0x1000n],
    ['receive ring', 2, 0x2000n],
  ]);
  expect(tables![1]!.entries.map(({ owner }) => owner)).toEqual(['device', 'device']);
  expect(tables![1]!.entries[1]!.buffers).toEqual([{ what: 'buffer', address: 0x4800n, length: 2048 }]);
});
