/** Of a file: what its interrupt handlers use, and what is freed under them when the driver leaves its device. */
import { isOnlyReachedFrom, reaches, type FileFacts } from './file-facts.ts';

/** An interrupt handler that uses the field; empty: none does. */
export function userOf(facts: FileFacts, field: string): string {
  return [...facts.interruptHandlers].find((handler) => fieldsOfHandler(facts, handler).has(field)) ?? '';
}

/** `MEMBER FUNCTION`, of a field that a handler uses and a function that runs when the driver leaves frees; empty: none does. */
export function freedElsewhere(facts: FileFacts, handler: string, self: string): string {
  const used = fieldsOfHandler(facts, handler);
  for (const { definition, freedFields, coherentFields, calls, called } of facts.functions) {
    const { name: by } = definition.symbol;
    // What its callers do before may have quietened the device.
    if (called && isPlainHelper(facts, by)) continue;
    if (by === self || [...calls].some((name) => quiets.test(name))) continue;
    if (!isRemoved(facts, by)) continue;
    // What else it does may have quietened the device.
    if ([...calls].some((name) => !onlyFrees.test(name))) continue;
    for (const field of freedFields) {
      const registered = facts.functions.some(({ calls: others, mentions }) => ([...others].some((name) => quiets.test(name)) && others.has(by)) || (isAction(others) && mentions.has(by))); // prettier-ignore
      if (
        used.has(field) &&
        !coherentFields.includes(field) &&
        !registered &&
        !facts.byName.get(handler)?.askedFields.has(field)
      ) {
        return `${field.slice(field.lastIndexOf('.') + 1)} ${by}`;
      }
    }
  }
  return '';
}

/** Run when the driver leaves the device, not when somebody closes it, which masks its interrupts as a rule. */
function isRemoved({ functions }: FileFacts, by: string): boolean {
  const callers = new Set([by]);
  for (const each of callers)
    for (const { definition, calls } of functions) if (calls.has(each)) callers.add(definition.symbol.name);
  return ![...callers].some((name) => /close|stop|down|suspend|disable/.test(name));
}

/** What such a function names, the device core may call, in an order that is not seen from here. */
function isAction(calls: ReadonlySet<string>): boolean {
  return [...calls].some((name) => /^_*devm_add_action/.test(name));
}

/** Callers that do more than call functions that only free. */
function isPlainHelper({ functions, byName }: FileFacts, by: string): boolean {
  return functions.some(({ calls }) => calls.has(by) && [...calls].some((name) => name !== by && !onlyFrees.test(name) && !byName.get(name)?.freedFields.length)); // prettier-ignore
}

/** Fields that a handler uses, with the functions of the file that it calls. */
function fieldsOfHandler(facts: FileFacts, name: string): ReadonlySet<string> {
  return new Set(reaches(facts, name).flatMap((each) => [...(facts.byName.get(each)?.fields ?? [])]));
}

/** Calls of a function that gives memory back and does nothing to the device. */
const onlyFrees =
  /^(dma_|dmam_|pci_free_consistent|kfree|vfree|kvfree|devm_kfree|(dev|pci|platform)_[gs]et_drvdata|dev_|pr_|printk|_dev_|_printk|to_|container_of|pci_(disable|release))/;

const quiets = /^(devm_free_irq|free_irq|disable_irq|synchronize_irq|disable_irq_nosync)$/;

/** What undoes each is not called where it has failed. */
const pairs = [
  ['\\.probe(?:_new)?\\s*=\\s*', '\\.(?:remove(?:_new)?|shutdown)\\s*=\\s*'],
  ['\\.ndo_open\\s*=\\s*', '\\.ndo_stop\\s*=\\s*'],
  ['\\bmodule_init\\s*\\(\\s*', '\\bmodule_exit\\s*\\(\\s*'],
] as const;

/** Functions that free what such a member holds are reached from nothing but those that undo this one, which fails without them. */
export function isFreedOnlyByUndoing(facts: FileFacts, member: string, self: string): boolean {
  const { file, functions } = facts;
  const pair = pairs.find(([does]) => new RegExp(`${does}${self}\\b`).test(file.text));
  if (!pair) return false;
  const undo = [...file.text.matchAll(new RegExp(`${pair[1]}(?:__exit_p\\()?(\\w+)`, 'g'))].map(([, name]) => name!);
  const freers = functions
    .filter(({ freedFields }) => freedFields.some((field) => field.endsWith(`.${member}`)))
    .map(({ definition }) => definition.symbol.name);
  // What it calls itself may be what gives it back where it fails.
  if (reaches(facts, self).some((name) => freers.includes(name))) return false;
  const wanted = new RegExp(`^(${undo.join('|')})$`);
  return undo.length > 0 && freers.length > 0 && freers.every((name) => isOnlyReachedFrom(facts, name, wanted));
}
