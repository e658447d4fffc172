/** The kernel log: messages become one journal record a line, without times. Levels are those of KERN_EMERG (0) to KERN_DEBUG (7). */
import { decodeUtf8, readText } from './format/guest-text.ts';
import { readField } from './c-struct.ts';
import type { KernelContext } from './kernel-context.ts';

export interface PrintkState {
  /** A line that has not ended yet: KERN_CONT may add to it. */
  partial: { readonly level: number; readonly text: string; readonly task: number | null } | null;
  /** What vsnprintf has complained of, which it does once a kind. */
  readonly complaints: string[];
}

export function createPrintk(): PrintkState {
  return { partial: null, complaints: [] };
}

/** MESSAGE_LOGLEVEL_DEFAULT: a warning. */
const defaultLevel = 4;
/** Bytes of one message, as LOG_LINE_MAX leaves them. */
const longestMessage = 992;

/** Logs `text`, which may begin with a level and hold several lines. Returns its length. */
export function printk(context: KernelContext, text: string): number {
  const { level, body } = splitLevel(text);
  const cut = body.slice(0, longestMessage);
  const state = context.world.kernel.printk;
  const pid = context.task?.pid ?? null;
  let start = { level: level === 'continued' ? defaultLevel : level, text: '' };
  if (level === 'continued' && state.partial && state.partial.task === pid) start = { ...state.partial };
  else flushLog(context);
  state.partial = null;
  const lines = (start.text + cut).split('\n');
  const last = lines.pop()!;
  for (const line of lines) writeLine(context, start.level, line);
  // Nothing is a message too: an empty line, unless a continuation follows.
  if (last !== '' || (cut === '' && level !== 'continued'))
    state.partial = { level: start.level, text: last, task: pid };
  return cut.length;
}

/** Ends a line that its driver left open: to be called when the run stops for good. */
export function flushLog(context: Pick<KernelContext, 'world' | 'record'>): void {
  const state = context.world.kernel.printk;
  if (state.partial) writeLine(context, state.partial.level, state.partial.text);
  state.partial = null;
}

function writeLine(context: Pick<KernelContext, 'record'>, level: number, line: string): void {
  const { decoded, rest } = decodeUtf8(line);
  context.record({ kind: 'log', level, text: decoded + (rest ? '\ufffd' : '') });
}

/** KERN_SOH and a digit, or c for a continuation; the last of several counts. */
function splitLevel(text: string): { level: number | 'continued'; body: string } {
  let level: number | 'continued' = defaultLevel;
  let body = text;
  while (/^\x01[0-7c]/.test(body)) {
    level = body[1] === 'c' ? 'continued' : Number(body[1]);
    body = body.slice(2);
  }
  return { level, body };
}

/** `driver device: `, as all dev_ messages begin. */
export function devicePrefix(context: KernelContext, device: bigint): string {
  if (device === 0n) return '(NULL device *): ';
  const { world } = context;
  const field = (struct: string, address: bigint, name: string): bigint => readField(world, struct, address, name);
  const text = (address: bigint): string => (address ? readText(context.port, address, 256) : '');
  const name = field('device', device, 'init_name') || field('device', device, 'kobj.name');
  const driver = field('device', device, 'driver');
  const bus = field('device', device, 'bus');
  const owner = field('device', device, 'class');
  const who = driver
    ? field('device_driver', driver, 'name')
    : bus
      ? field('bus_type', bus, 'name')
      : owner
        ? field('class', owner, 'name')
        : 0n;
  return `${text(who)} ${text(name)}: `;
}
