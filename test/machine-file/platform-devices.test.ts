/** The machine file's `platform` and `files`. Cells and names are those of the Devicetree Specification 0.4, 2.2 and 2.3. */
import { expect, test } from 'vitest';
import { parseMachine } from '../../simulator/machine-file/parse-machine.ts';

const parse = (text: string) => parseMachine(text, 'machine.json');

test('a device as a device tree describes it', () => {
  const { machine, diagnostics } = parse(`{ "platform": [{
    "name": "dma@fd000000", "compatible": ["acme,dma-2", "acme,dma"], "reg": [["0xfd000000", "4K"], [4244701184, 256]],
    "interrupts": [9, 10], "properties": { "clock-frequency": 100, "label": "x", "wide": true, "thin": false, "depths": [1, 2] } }] }`);
  expect(diagnostics).toEqual([]);
  expect(machine?.platform).toEqual([
    {
      name: 'dma@fd000000',
      compatible: ['acme,dma-2', 'acme,dma'],
      reg: [
        [0xfd00_0000, 4096],
        [0xfd01_0000, 256],
      ],
      interrupts: [9, 10],
      properties: { 'clock-frequency': 100, label: 'x', wide: true, depths: [1, 2] },
    },
  ]);
});

test('files of the root file system', () => {
  const { machine, diagnostics } = parse('{ "files": { "/lib/firmware/x.bin": "./x.bin" } }');
  expect([machine?.files, diagnostics]).toEqual([{ '/lib/firmware/x.bin': './x.bin' }, []]);
});

test.each([
  [
    '{ "platform": [{ "name": "a", "compatible": "x", "model": "edu" }] }',
    'the "model" of a platform device is one of "spi-lcd"',
  ],
  [
    '{ "platform": [{ "name": "a", "compatible": "x", "model": "spi-lcd", "clock": 1 }] }',
    "this model has no field 'clock'",
  ],
  ['{ "platform": [{ "name": "a", "compatible": "x", "children": {} }] }', 'children is a list'],
  [
    '{ "platform": [{ "name": "a", "compatible": "x", "children": [{ "name": "a", "compatible": "y" }] }] }',
    'two devices are called',
  ],
  ['{ "platform": [{ "name": "a", "compatible": "x", "children": [{ "name": "b" }] }] }', 'needs "compatible"'],
  [
    '{ "iommu": "strict", "platform": [{ "name": "a", "compatible": "x", "model": "spi-lcd" }] }',
    'needs "iommu": "off"',
  ],
  ['{ "platform": {} }', 'platform must be a list'],
  ['{ "platform": [{ "compatible": "a" }] }', 'needs a "name"'],
  ['{ "platform": [{ "name": "a" }] }', 'needs "compatible"'],
  ['{ "platform": [{ "name": "a b", "compatible": "x" }] }', 'a name is as in a device tree'],
  ['{ "platform": [{ "name": "a", "compatible": "x", "regs": [] }] }', "no field 'regs'"],
  ['{ "platform": [{ "name": "a", "compatible": "x", "reg": [[1, 4096]] }] }', 'reg is a list'],
  ['{ "platform": [{ "name": "a", "compatible": "x", "reg": [["0xfd000000", "1G"]] }] }', 'reg is a list'],
  ['{ "platform": [{ "name": "a", "compatible": "x", "interrupts": [24] }] }', 'inputs of the interrupt controller'],
  ['{ "platform": [{ "name": "a", "compatible": "x", "properties": { "n": 4294967296 } }] }', 'a number of 32 bits'],
  ['{ "platform": [{ "name": "a", "compatible": "x" }, { "name": "a", "compatible": "y" }] }', "called 'a'"],
  ['{ "files": [] }', 'files must be an object'],
  ['{ "files": { "x": "y" } }', 'is not a path that a file can have'],
  ['{ "files": { "/proc/x": "y" } }', 'is not a path that a file can have'],
  ['{ "files": { "/a/../b": "y" } }', 'is not a path that a file can have'],
  ['{ "files": { "/x": 1 } }', 'must be the path of a file'],
])('%s', (text, message) => {
  const { machine, diagnostics } = parse(text);
  expect(machine).toBeNull();
  expect(diagnostics[0]?.message).toContain(message);
});
