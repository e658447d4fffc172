/** Rings and lists with what repeats itself told once: most entries of a large ring are not used yet. */
import type { DescriptorEntryView, DescriptorTableView } from '../../../simulator/inspect/view-models.ts';

export interface Alike {
  readonly entry: DescriptorEntryView;
  /** Index of the last of those that say the same as the one before `entry`; null: it is shown by itself. */
  readonly last: number | null;
}
const fewAlike = 3;

/** Long runs of entries that say the same, such as those not used yet, become one row. */
export function alikeTogether(
  entries: readonly DescriptorEntryView[],
  marks: DescriptorTableView['marks'],
): readonly Alike[] {
  const marked = new Set(marks.map(({ index }) => index));
  const plain = ({ index, buffers, tables }: DescriptorEntryView): boolean =>
    !marked.has(index) && buffers.length === 0 && tables.length === 0;
  const says = ({ owner, values }: DescriptorEntryView): string => [owner, ...values].join();
  const rows: Alike[] = [];
  for (let at = 0; at < entries.length;) {
    const entry = entries[at]!;
    rows.push({ entry, last: null });
    let end = at + 1;
    while (end < entries.length && plain(entries[end]!) && isNext(entries, end) && says(entries[end]!) === says(entry))
      end++;
    const alike = end - at - 1;
    if (alike >= fewAlike) rows.push({ entry: entries[at + 1]!, last: entries[end - 1]!.index });
    else for (let each = at + 1; each < end; each++) rows.push({ entry: entries[each]!, last: null });
    at = end;
  }
  return rows;
}

/** What is not shown lies between entries as well. */
function isNext(entries: readonly DescriptorEntryView[], at: number): boolean {
  return entries[at]!.index === entries[at - 1]!.index + 1;
}
