/** The kernel's vsnprintf as drivers call it: what it does not take is told, once a kind. */
import { formatKernel, type Arguments } from './format.ts';
import type { KernelContext } from './kernel-context.ts';
import { warn } from './warnings.ts';

/** Throws `GuestFault`. */
export function formatAndComplain(context: KernelContext, format: string, values: Arguments): string {
  return formatKernel(context, format, values, (kind, message) => {
    const [line, symbol] = places[kind];
    complainOnce(context, line, symbol, message);
  });
}

/** Lines of lib/vsprintf.c in Linux 6.1.192. */
const places = {
  conversion: [2661, 'format_decode'],
  width: [2706, 'set_field_width'],
  precision: [2716, 'set_precision'],
} as const;

/** A `WARN_ONCE` of lib/vsprintf.c; `message` null: a `WARN_ON_ONCE`. */
export function complainOnce(context: KernelContext, line: number, symbol: string, message: string | null): void {
  const { complaints } = context.world.kernel.printk;
  if (complaints.includes(symbol)) return;
  complaints.push(symbol);
  warn(context, 'lib/vsprintf.c', line, message, { symbol });
}
