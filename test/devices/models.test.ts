/** What every device model owes: a place in the list, a manual, plain state, registers that a debugger can look at. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Configuration, DeviceModel, DeviceState } from '../../simulator/devices/device.ts';
import { deviceModel, deviceModels } from '../../simulator/devices/models.ts';
import { createFakeBus } from './fake-bus.ts';

const folder = fileURLToPath(new URL('../../simulator/devices/', import.meta.url));

function defaultsOf(model: DeviceModel<DeviceState>): Configuration {
  return Object.fromEntries(model.configuration.map((field) => [field.name, field.default]));
}

test('the list and the folders agree', () => {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(deviceModels.map(({ name }) => name).sort()).toEqual(folders.map(({ name }) => name).sort());
});

test('a name nobody has gives no model', () => expect(deviceModel('toaster')).toBeNull());

describe.each(deviceModels.map((model) => [model.name, model] as const))('%s', (name, model) => {
  const state = () => model.reset(defaultsOf(model));

  test('has a manual with its limits', () => {
    const path = `${folder}${name}/README.md`;
    expect(existsSync(path)).toBe(true);
    expect(readFileSync(path, 'utf8')).toContain('Not modelled');
    expect(model.limitations.length).toBeGreaterThan(0);
    expect([model.description, model.manual, ...model.limitations].every((text) => text.length > 20)).toBe(true);
  });

  test('the manual names every register with its offset', () => {
    const manual = readFileSync(`${folder}${name}/README.md`, 'utf8');
    for (const { name: register, offset } of model.registers) {
      const row = manual.split('\n').find((line) => line.startsWith('|') && new RegExp(`\\b${register}\\b`).test(line));
      expect(row, register).toContain(`0x${offset.toString(16).padStart(2, '0')}`);
    }
  });

  test('its state after reset is a plain copy each time', () => {
    const [one, two] = [state(), state()];
    expect(structuredClone(one)).toEqual(one);
    expect(two).toEqual(one);
    expect(two).not.toBe(one);
    expect(two.registers).not.toBe(one.registers);
  });

  test('registers lie in their BARs without overlap, with fields inside of them', () => {
    const taken = new Set<string>();
    for (const { name: register, bar, offset, size, fields = [] } of model.registers) {
      expect([1, 2, 4, 8], register).toContain(size);
      expect(offset % size, register).toBe(0);
      expect(offset + size, register).toBeLessThanOrEqual(model.pci?.bars[bar]!.size ?? 0x4000);
      for (let byte = offset; byte < offset + size; byte++) {
        expect(taken.has(`${bar}:${byte}`), register).toBe(false);
        taken.add(`${bar}:${byte}`);
      }
      const bits = fields.flatMap((field) => Array.from({ length: field.width }, (_, i) => field.bit + i));
      expect(new Set(bits).size, register).toBe(bits.length);
      expect(Math.max(0, ...bits), register).toBeLessThan(8 * size);
    }
  });

  test('looking shows the reset values and changes nothing', () => {
    const seen = state();
    const values = model.registers.map((register) => model.peekRegister(seen, register));
    expect(values).toEqual(model.registers.map(({ reset }) => reset));
    expect(seen).toEqual(state());
  });

  test('read-only registers take no value', () => {
    const written = state();
    const bus = createFakeBus(4096, defaultsOf(model));
    for (const register of model.registers.filter(({ access }) => access === 'read-only')) {
      model.writeRegister(written, register, 0xffff_ffffn, bus);
      expect(model.readRegister(written, register, bus), register.name).toBe(register.reset);
    }
    expect(written).toEqual(state());
  });

  test('configuration defaults are within their own limits', () => {
    for (const field of model.configuration) {
      expect(field.meaning.length, field.name).toBeGreaterThan(10);
      if (typeof field.default !== 'number') continue;
      expect(field.default, field.name).toBeGreaterThanOrEqual(field.minimum ?? 0);
      expect(field.default, field.name).toBeLessThanOrEqual(field.maximum ?? Infinity);
    }
  });

  test('PCI identity: BARs are powers of two, the class has 24 bits', () => {
    if (!model.pci) return;
    for (const { size } of model.pci.bars) expect(size === 0 || Number.isInteger(Math.log2(size))).toBe(true);
    expect(model.pci.classCode).toBeLessThan(2 ** 24);
    expect(model.pci.interruptPin).toBeLessThanOrEqual(4);
  });
});
