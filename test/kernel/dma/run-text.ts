/** Runs a driver's text on a machine with one FPGA board at the oracle's PCI address, and gives its log and findings. */
import { readFileSync } from 'node:fs';
import type { Finding } from '../../../simulator/journal.ts';
import type { Simulation } from '../../../simulator/simulation.ts';
import { finish, logOf, powerOn, recordsOf, requestOf } from '../../support/simulated-run.ts';

export const board = { model: 'fpga-accelerator', name: '0000:00:02.0' };
/** QEMU's edu with all 64 address lines. */
export const edu = { model: 'edu', name: '0000:00:02.0', dmaMask: 64 };

export interface Ran {
  readonly simulation: Simulation;
  readonly exitCode: number;
  readonly log: readonly string[];
  readonly findings: readonly Finding[];
}

export function fileBeside(name: string): string {
  return readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
}

/** `machine`: fields beside the reference machine's. */
export function runText(
  driver: string,
  machine: Readonly<Record<string, unknown>> = {},
  parameters: Readonly<Record<string, string>> = {},
  app?: string,
): Ran {
  const text = JSON.stringify({ memory: '6G', cma: '64M', devices: [board], ...machine });
  const request = requestOf({ driver, machine: text, parameters, ...(app !== undefined && { app }) });
  const findInclude = (name: string) => (name.endsWith('edu.h') ? { path: 'edu.h', text: fileBeside('edu.h') } : null);
  const simulation = powerOn({ ...request, findInclude });
  const exitCode = finish(simulation);
  return { simulation, exitCode, log: logOf(simulation), findings: recordsOf(simulation, 'finding') };
}
