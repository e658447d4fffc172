/** Machine files: what each field means, and where and how each mistake is told. */
import { describe, expect, test } from 'vitest';
import { parseMachine } from '../../simulator/machine-file/parse-machine.ts';

const parse = (text: string) => parseMachine(text, 'machine.json');
const accelerator = (rest = '') =>
  `{ "devices": [{ "model": "fpga-accelerator", "name": "0000:01:00.0"${rest && `, ${rest}`} }] }`;

const G = 2 ** 30;

test('without a file: the reference machine of design and oracle', () => {
  const { machine, diagnostics } = parseMachine(null, 'machine.json');
  expect(diagnostics).toEqual([]);
  expect(machine).toMatchObject({
    kernel: '6.1',
    arch: 'x86_64',
    cpus: 2,
    memory: [
      [0x1000, 0x9f000],
      [0x10_0000, 0x7ffd_f000],
      [0x1_0000_0000, 0x2_0000_0000],
    ],
    cma: { size: 64 * 2 ** 20, start: null, end: null, fixed: false },
    iommu: 'off',
    swiotlb: 'auto',
    slubDebug: '',
    dmaDebug: { allErrors: true },
    seed: 1,
    devices: [{ model: 'edu', name: '0000:00:02.0', configuration: { dmaMask: 28 } }],
  });
});
test('an empty object is the same machine', () =>
  expect(parse('{}').machine).toEqual(parseMachine(null, 'machine.json').machine));

const everyProfile = ['4.18', '5.10', '6.1', '6.12'];
test.each<[string, object]>([
  ...everyProfile.map((kernel): [string, object] => [`{ "kernel": "${kernel}" }`, { kernel }]),
  ['{ "$schema": "x" }', {}],
  ['{ "arch": "x86_64" }', { arch: 'x86_64' }],
  ['{ "cpus": 1 }', { cpus: 1 }],
  ['{ "cpus": 8 }', { cpus: 8 }],
  ['{ "memory": "16M" }', { memory: [[0x1000, 0x9f000], [0x10_0000, 0x100_0000 - 0x21000]] }], // prettier-ignore
  ['{ "memory": 16777216 }', { memory: [[0x1000, 0x9f000], [0x10_0000, 0x100_0000 - 0x21000]] }], // prettier-ignore
  ['{ "memory": [["0", "3G"], ["4G", "17G"]] }', { memory: [[0, 3 * G], [4 * G, 17 * G]] }], // prettier-ignore
  ['{ "memory": [["4G", "5G"], [0, 1048576]] }', { memory: [[0, 2 ** 20], [4 * G, 5 * G]] }], // prettier-ignore
  ['{ "memory": [[0, "8M"], ["8M", "16M"]] }', { memory: [[0, 2 ** 23], [2 ** 23, 2 ** 24]] }], // prettier-ignore
  ['{ "cma": "128M" }', { cma: { size: 2 ** 27, start: null, end: null, fixed: false } }],
  ['{ "cma": "256M@0x430000000" }', { cma: { size: 2 ** 28, start: 0x4_3000_0000, end: null, fixed: true } }],
  ['{ "cma": "256M@0-4G" }', { cma: { size: 2 ** 28, start: 0, end: 4 * G, fixed: false } }],
  ['{ "cma": null }', { cma: null }],
  ['{ "cma": 0 }', { cma: null }],
  ['{ "cma": "0" }', { cma: null }],
  ['{ "iommu": "off" }', { iommu: 'off' }],
  ['{ "iommu": "passthrough" }', { iommu: 'passthrough' }],
  ['{ "iommu": "strict" }', { iommu: 'strict' }],
  ['{ "iommu": "lazy" }', { iommu: 'lazy' }],
  ['{ "swiotlb": "auto" }', { swiotlb: 'auto' }],
  ['{ "swiotlb": "off" }', { swiotlb: 'off' }],
  ['{ "slubDebug": "zu" }', { slubDebug: 'ZU' }],
  ['{ "dmaDebug": { "enabled": false } }', { dmaDebug: { enabled: false, allErrors: true } }],
  ['{ "dmaDebug": { "allErrors": false } }', { dmaDebug: { enabled: true, allErrors: false } }],
  ['{ "disk": { "rotational": true } }', { disk: { rotational: true } }],
  ['{ "swap": null }', { swap: null }],
  ['{ "swap": { "size": "64M" } }', { swap: { size: 2 ** 26, rotational: false, pageCluster: 3 } }],
  ['{ "swap": { "size": 8192, "rotational": true, "pageCluster": 0 } }', { swap: { size: 8192, rotational: true, pageCluster: 0 } }], // prettier-ignore
  ['{ "powerCut": "1.5ms" }', { powerCut: { kind: 'time', at: 1_500_000 } }],
  ['{ "powerCut": "3pages" }', { powerCut: { kind: 'pages', at: 3 } }],
  ['{ "costs": { "memory": 80, "l1Hit": 1.5 } }', { costs: { memory: 80, l1Hit: 1.5 } }],
  ['{ "seed": 0 }', { seed: 0 }],
  ['{ "seed": 2147483647 }', { seed: 2147483647 }],
  ['{ "caches": { "l1Bytes": "16K", "l1Ways": 4 } }', { caches: { l1Bytes: 16384, l1Ways: 4, lineBytes: 64 } }],
  ['{ "caches": { "lastLevelBytes": "4M" } }', { caches: { lastLevelBytes: 4 * 2 ** 20, lastLevelWays: 16 } }],
  ['{ "caches": { "l1Bytes": 1024, "l1Ways": 16 } }', { caches: { l1Bytes: 1024, l1Ways: 16 } }], // one set
  ['{ "tlb": { "entries": 128, "ways": 8 } }', { tlb: { entries: 128, ways: 8 } }],
  ['{ "devices": [] }', { devices: [] }],
  ['// words\n{ /* more */ "cpus": 4, }', { cpus: 4 }],
  [accelerator(), { devices: [{ model: 'fpga-accelerator', name: '0000:01:00.0', configuration: { 'bridge.addressBits': 64 } }] }], // prettier-ignore
  [accelerator('"bridge": { "addressBits": 34, "windowBase": "0x80000000", "windowSize": "1G" }'), { devices: [{ configuration: { 'bridge.addressBits': 34, 'bridge.windowBase': 0x8000_0000 } }] }], // prettier-ignore
  [accelerator('"burstBytes": "1K"'), { devices: [{ configuration: { burstBytes: 1024 } }] }],
])('%s', (text, machine) => {
  const parsed = parse(text);
  expect(parsed.diagnostics).toEqual([]);
  expect(parsed.machine).toMatchObject(machine);
});

describe('a mistake is told where it stands', () => {
  const oneOf = (what: string, ...names: string[]) => `${what} must be one of ${names.map((n) => `"${n}"`).join(', ')}`;
  const cmaForm = 'cma is as on the kernel\'s command line: "64M", "256M@0x430000000" or "256M@0-4G"; null for none';
  const sizeForm = 'must be a size or address, such as "64M", "0x430000000" or a number of bytes';
  const rangeForm = 'a memory range is [start, end), both multiples of 4096, the end greater than the start';
  const nameForm = 'a PCI device needs a "name" such as "0000:01:00.0"';
  const modelForm = 'a device needs a "model": "edu", "fpga-accelerator", "nvme", "r8169"';

  // Columns count from 1 and are where the wrong part begins.
  test.each<[string, number, number, string]>([
    ['', 1, 1, 'expected a value'],
    ['{', 1, 2, 'expected a field name in double quotes'],
    ['{ cpus: 2 }', 1, 3, 'expected a field name in double quotes'],
    ['{ "cpus" 2 }', 1, 10, "expected ':' after the field name"],
    ['{ "cpus": 2 "seed": 1 }', 1, 13, "expected ',' or '}'"],
    ['{ "devices": [1 2] }', 1, 17, "expected ',' or ']'"],
    ['{ "cpus": two }', 1, 11, "'two' is no JSON value (text needs double quotes)"],
    ['{ "cpus": 02 }', 1, 11, "'02' is no JSON value (text needs double quotes)"],
    ['{ "cpus": }', 1, 11, 'expected a value'],
    ['{ "arch": "x86 }', 1, 11, 'a string is not closed'],
    ['{ "arch": "\\q" }', 1, 11, 'a string has a bad escape'],
    ['{} {}', 1, 4, 'nothing may follow the machine description'],
    ['{ "x": ' + '['.repeat(70), 1, 72, 'nested deeper than 64 levels'],
    ['[]', 1, 1, 'the machine must be an object { … }'],
    ['{\n  "cpu": 2\n}', 2, 3, "the machine has no field 'cpu' (it has $schema, kernel, arch, coherent, cpus, memory, reservedMemory, dmaRanges, cma, iommu, swiotlb, dmaDebug, dmaPool, slubDebug, allow, faults, seed, caches, tlb, disk, swap, costs, powerCut, devices, platform, files)"], // prettier-ignore
    ['{ "kernel": "6.2" }', 1, 13, oneOf('kernel', '4.18', '5.10', '6.1', '6.12')],
    ['{ "kernel": 6.1 }', 1, 13, oneOf('kernel', '4.18', '5.10', '6.1', '6.12')],
    ['{ "arch": "riscv" }', 1, 11, oneOf('arch', 'x86_64', 'arm64', 'armv7')],
    ['{ "coherent": false }', 1, 15, 'on an x86_64 PC every bus master snoops; "coherent": false needs "arch": "arm64" or "armv7"'], // prettier-ignore
    ['{ "reservedMemory": [{ "start": "4G", "device": "0000:00:02.0" }] }', 1, 22, 'a reserved region needs a size'],
    [
      '{ "reservedMemory": [{ "start": "3G", "size": "1M", "device": "0000:00:02.0" }] }',
      1,
      21,
      '0xc0000000 to 0xc0100000 is not all RAM of this machine',
    ],
    ['{ "reservedMemory": [{ "start": "4G", "size": "1M", "device": "x" }] }', 1, 21, "no device is called 'x'"],
    ['{ "dmaRanges": [{ "bus": 1, "cpu": 0, "size": "1G" }] }', 1, 26, 'must be a multiple of 4096'],
    ['{ "dmaRanges": 7 }', 1, 16, 'dmaRanges must be a list [ … ]'],
    ['{ "cpus": 0 }', 1, 11, 'cpus must be a whole number from 1 to 8'],
    ['{ "cpus": 9 }', 1, 11, 'cpus must be a whole number from 1 to 8'],
    ['{ "cpus": 1.5 }', 1, 11, 'cpus must be a whole number from 1 to 8'],
    ['{ "cpus": "2" }', 1, 11, 'cpus must be a whole number from 1 to 8'],
    ['{\n\n  "memory": "15M" }', 3, 13, 'memory must be from 16M to 64T'],
    ['{ "memory": "65T" }', 1, 13, 'memory must be from 16M to 64T'],
    ['{ "memory": "lots" }', 1, 13, sizeForm],
    ['{ "memory": -5 }', 1, 13, sizeForm],
    ['{ "memory": [] }', 1, 13, 'memory must be from 16M to 64T'],
    ['{ "memory": [[0, "8M"], ["16M", "20M"]] }', 1, 13, 'memory must be from 16M to 64T'],
    ['{ "memory": [["0", "1G"], ["1M", "2G"]] }', 1, 13, 'memory ranges overlap'],
    ['{ "memory": [["1G", "1M"]] }', 1, 14, rangeForm],
    ['{ "memory": [[0, 100]] }', 1, 14, rangeForm],
    ['{ "memory": [["0", "1G"], ["4G"]] }', 1, 27, rangeForm],
    ['{ "memory": ["1G"] }', 1, 14, rangeForm],
    ['{ "memory": [["0", "65T"]] }', 1, 14, rangeForm],
    ['{ "cma": "64Q" }', 1, 10, cmaForm],
    ['{ "cma": 64 }', 1, 10, cmaForm],
    ['{ "cma": "64M@" }', 1, 10, cmaForm],
    ['{ "iommu": "on" }', 1, 12, oneOf('iommu', 'off', 'passthrough', 'strict', 'lazy')],
    ['{ "iommu": "lazy", "arch": "arm64" }', 1, 12, 'the IOMMU is Intel\'s, on an x86_64 PC: "arm64" must have "iommu": "off"'], // prettier-ignore
    ['{ "slubDebug": "FX" }', 1, 16, 'slubDebug must be letters of F, Z, P and U, such as "FZPU": checks of single caches are not modelled'], // prettier-ignore
    ['{ "swiotlb": true }', 1, 14, oneOf('swiotlb', 'auto', 'force', 'off')],
    ['{ "dmaDebug": true }', 1, 15, 'dmaDebug must be an object { … }'],
    ['{ "dmaDebug": { "enabled": 1 } }', 1, 28, 'must be true or false'],
    ['{ "dmaDebug": { "on": true } }', 1, 17, "dmaDebug has no field 'on' (it has enabled, allErrors)"],
    [
      '{ "powerCut": "soon" }',
      1,
      15,
      'powerCut must be a time such as "12ms" or a number of written pages such as "3pages"',
    ],
    ['{ "swap": { "size": "4K" } }', 1, 11, 'swap.size must be from 8K to 64G'],
    ['{ "swap": { "size": "1M", "pageCluster": 11 } }', 1, 42, 'swap.pageCluster must be a whole number from 0 to 10'],
    ['{ "disk": { "rotational": 1 } }', 1, 27, 'must be true or false'],
    ['{ "costs": { "memory": -1 } }', 1, 24, 'costs.memory is a number of ns from 0 to 1000000000'],
    ['{ "costs": { "memory": "fast" } }', 1, 24, 'costs.memory is a number of ns from 0 to 1000000000'],
    ['{ "seed": -1 }', 1, 11, 'seed must be a whole number from 0 to 2147483647'],
    ['{ "caches": { "l1Bytes": 3000 } }', 1, 26, 'l1Bytes must be a power of two from 1024 to 1048576'],
    ['{ "caches": { "l1Ways": 32 } }', 1, 25, 'l1Ways must be a power of two from 1 to 16'],
    ['{ "caches": { "l2Bytes": 1024 } }', 1, 15, "caches has no field 'l2Bytes' (it has l1Bytes, l1Ways, lastLevelBytes, lastLevelWays)"], // prettier-ignore
    ['{ "tlb": { "entries": 3 } }', 1, 23, 'entries must be a whole number from 4 to 4096'],
    ['{ "tlb": { "ways": 65 } }', 1, 20, 'ways must be a whole number from 1 to 64'],
    ['{ "tlb": { "entries": 100 } }', 1, 10, 'the sets of the tlb, entries divided by ways, must be a power of two'],
    ['{ "tlb": { "entries": 4, "ways": 8 } }', 1, 10, 'the sets of the tlb, entries divided by ways, must be a power of two'], // prettier-ignore
    ['{ "devices": {} }', 1, 14, 'devices must be a list [ … ]'],
    ['{ "devices": ["edu"] }', 1, 15, 'a device is an object such as { "model": "fpga-accelerator", "name": "0000:01:00.0" }'], // prettier-ignore
    ['{ "devices": [{ "model": "fpga-accelerator" }] }', 1, 15, nameForm],
    ['{ "devices": [{ "model": "fpga-accelerator", "name": "01:00.0" }] }', 1, 15, nameForm],
    ['{ "devices": [{ "name": "0000:01:00.0" }] }', 1, 15, modelForm],
    ['{ "devices": [{ "model": "toaster", "name": "0000:01:00.0" }] }', 1, 15, modelForm],
    [accelerator('"bridge": { "addressBits": 11 }'), 1, 97, 'bridge.addressBits must be from 12 to 64: Address lines between engine and bridge: higher bits of an address do not reach the bus.'], // prettier-ignore
    [accelerator('"burstBytes": "8K"'), 1, 84, 'burstBytes must be from 64 to 4096: Bytes moved by one burst.'],
    [accelerator('"burstBytes": "many"'), 1, 84, sizeForm],
  ])('%s', (text, line, column, message) => {
    const { machine, diagnostics } = parse(text);
    expect(machine).toBeNull();
    expect(diagnostics.map((each) => [each.place.line, each.place.column, each.message])).toEqual([
      [line, column, message],
    ]);
  });

  test('two devices with one name', () => {
    const device = '{ "model": "fpga-accelerator", "name": "0000:01:00.0" }';
    const { diagnostics } = parse(`{ "devices": [\n  ${device},\n  ${device} ] }`);
    expect(diagnostics.map(({ place, message }) => [place.line, place.column, message])).toEqual([
      [3, 3, "two devices are called '0000:01:00.0'"],
    ]);
  });
  // PG055: an aperture has a power of two of bytes and a base aligned to it.
  test.each([
    ['"alignment": 3', 'bridge alignment 0x3 is not a power of two'],
    ['"windowSize": "3G"', 'bridge window 0x0+0xc0000000: size must be a power of two and divide the base'],
    [
      '"windowSize": "1G", "windowBase": "512M"',
      'bridge window 0x20000000+0x40000000: size must be a power of two and divide the base',
    ],
  ])('a bridge that cannot be: %s', (fields, message) => {
    expect(parse(accelerator(`"bridge": { ${fields} }`)).diagnostics.map((each) => each.message)).toEqual([message]);
  });

  test('an unknown field of a device, told with those it has', () => {
    const { diagnostics } = parse(accelerator('"bridge": { "adressBits": 34 }'));
    expect(diagnostics[0]!.message).toContain("this model has no field 'bridge.adressBits' (it has burstBytes, ");
  });
  test('all mistakes are told at once, in the order of the file', () => {
    const { diagnostics } = parse('{ "cpus": 0,\n  "seed": -1,\n  "x": 1 }');
    expect(diagnostics.map(({ place }) => place.line)).toEqual([1, 2, 3]);
  });
});
