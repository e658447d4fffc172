/** What rules may ask of the whole file: a function's findings depend on the answers, which are remembered with them, and on what the function reaches. */
import { freedElsewhere, isFreedOnlyByUndoing, userOf } from './teardown-facts.ts';
import { isOnlyReachedFrom, type FileFacts } from './file-facts.ts';
import { maskFunctions } from './mask-facts.ts';

type Answer = boolean | string;

/** The answer depends on nothing but the file and the words. Fields are `tag.member`. */
const answers = {
  'holds coherent memory': ({ coherentFields }, field) => coherentFields.has(field),
  'holds a coherent handle': ({ coherentHandles }, field) => coherentHandles.has(field),
  'goes by no mask': ({ poolAddresses }, field) => poolAddresses.has(field),
  /** By one statement of the whole file. */
  'is assigned once': ({ file }, member) =>
    [...file.text.matchAll(new RegExp(`->${member}\\s*=(?!=)`, 'g'))].length === 1,
  /** With something other than 0, by the driver itself. */
  'is written': ({ writtenFields }, field) => writtenFields.has(field),
  'is converted': ({ convertedFields }, field) => convertedFields.has(field),
  /** Of a record, as `tag.`; empty: of any. */
  'converts members': ({ convertedFields }, record) => [...convertedFields].some((each) => each.startsWith(record)),
  /** A handle in a member of this name is passed to dma_mapping_error(). */
  'is checked': ({ checkedMembers }, member) => checkedMembers.has(member),
  'is an interrupt handler': ({ interruptHandlers }, name) => interruptHandlers.has(name),
  'is called': ({ byName }, name) => byName.get(name)?.called ?? false,
  /** By none but functions of names like these: `NAME PATTERN`. */
  'is only reached from': (facts, words) => {
    const [name, pattern] = split(words);
    return isOnlyReachedFrom(facts, name, new RegExp(pattern));
  },
  'streaming masks are wide': ({ wide }) => wide.streaming,
  'coherent masks are wide': ({ wide }) => wide.coherent,
  /** Somewhere the upper half of a handle in such a member is taken. */
  'is halved': ({ file }, member) => new RegExp(`\\b${member}\\b[^;\\n]{0,20}>>\\s*32|\\bupper_32_bits\\([^;)]*\\b${member}\\b`).test(file.text), // prettier-ignore
  /** Names of functions that give a handle in such a member back, or hand it over to the CPU. */
  'is handed back by': ({ functions }, member) => functions.flatMap(({ definition, handedBack }) => (handedBack.includes(member) ? definition.symbol.name : [])).join(' '), // prettier-ignore
  /** What other devices' addresses and interrupts go through is itself no device that the DMA API knows: its driver says so by what it registers, includes and defines. */
  'is of a bridge': ({ file, calls }) => [...calls].some((name) => registersBridge.test(name)) || definesBridge.test(file.text), // prettier-ignore
  'asks for vmalloc': ({ calls }) => calls.has('is_vmalloc_addr'),
  'syncs for the device': ({ calls }) => [...calls].some((name) => /^dma_sync_\w+_for_device$/.test(name)),
  'goes by index': ({ functions }) => functions.some(({ tellsIndex }) => tellsIndex),
  /** By another function that sets the device up: one that makes no list itself. */
  'has the segment size set beside': ({ functions }, self) => functions.some(({ definition, calls }) => definition.symbol.name !== self && calls.has('dma_set_max_seg_size') && !calls.has('sg_init_one')), // prettier-ignore
  'sets addresses of lists': ({ file }) => setsAddresses.test(file.text),
  'masters by command': ({ file }) => file.text.includes('PCI_COMMAND_MASTER'),
  /** Its transfers are those of the ISA controller, whatever bus its registers are on. */
  'transfers by ISA': ({ calls }) => [...calls].some((name) => isaController.test(name)),
  'sets masks elsewhere': (facts) => isCalledElsewhere(facts, (name) => maskFunctions.has(name) || /set_(dma_)?mask/.test(name)), // prettier-ignore
  'masters elsewhere': (facts) => isCalledElsewhere(facts, (name) => /master/.test(name)),
  /** `MEMBER FUNCTION`: memory in such a member is given back by what undoes that function, and by nobody else, so not where the function fails. */
  'is freed only by what undoes': (facts, words) => isFreedOnlyByUndoing(facts, ...split(words)),
  /** An interrupt handler that uses it; empty: none does. */
  'is used by handler': userOf,
  /** `HANDLER ASKING`: the field that the handler uses, and who frees it; empty: nobody. */
  'is freed elsewhere': (facts, words) => freedElsewhere(facts, ...split(words)),
} satisfies Readonly<Record<string, (facts: FileFacts, words: string) => Answer>>;

type Question = keyof typeof answers;
type AnswerTo<Q extends Question> = ReturnType<(typeof answers)[Q]>;

/** What a rule sees while one function is looked at: of others than those that it reaches, only answers. */
export interface SeenFacts extends Pick<FileFacts, 'file' | 'byName' | 'relevant'> {
  readonly whole: FileFacts;
  /** Of the whole file, by question and words. */
  readonly given: Map<string, Answer>;
  readonly asked: Asked;
  /** Findings are to tell their paths as `Finding.route`. */
  readonly wantsRoutes?: true;
}

/** Questions of one function, and what they came out as. */
export type Asked = Map<string, Answer>;

export function seenFacts(whole: FileFacts, given: Map<string, Answer>): SeenFacts {
  const { file, byName, relevant } = whole;
  return { file, byName, relevant, whole, given, asked: new Map() };
}

export function ask<Q extends Question>({ whole, given, asked }: SeenFacts, question: Q, words = ''): AnswerTo<Q> {
  const key = `${question}\n${words}`;
  const answer = answerTo(whole, given, key);
  asked.set(key, answer);
  return answer as AnswerTo<Q>;
}

/** Whether all that was asked would be answered alike. */
export function isAnsweredAlike(whole: FileFacts, given: Map<string, Answer>, asked: Asked): boolean {
  for (const [key, answer] of asked) if (answerTo(whole, given, key) !== answer) return false;
  return true;
}

function answerTo(whole: FileFacts, given: Map<string, Answer>, key: string): Answer {
  let answer = given.get(key);
  if (answer === undefined) {
    const end = key.indexOf('\n');
    answer = answers[key.slice(0, end) as Question](whole, key.slice(end + 1));
    given.set(key, answer);
  }
  return answer;
}

function split(words: string): [string, string] {
  const at = words.indexOf(' ');
  return [words.slice(0, at), words.slice(at + 1)];
}

const registersBridge = /^((devm_)?pci_alloc_host_bridge|pci_host_(probe|common_probe)|(devm_)?pci_remap_iospace|set_handle_irq|iommu_device_register)$/; // prettier-ignore
const isaController = /^(request_dma|claim_dma_lock|set_dma_(mode|addr|count)|enable_dma)$/;
const definesBridge = /^\s*#\s*include\s*<linux\/(irqchip|dmar|agp_backend)\.h>|^(static\s+)?(const\s+)?struct\s+agp_bridge_driver\s+\w+\s*=/m; // prettier-ignore

/** Lists whose addresses the driver writes itself have the lengths that it gave them. */
const setsAddresses = /&\s*sg_dma_address\s*\(|\bsg_dma_address\s*\([^()]*\)\s*=[^=]/;

export const enables = /^(pci_enable_device|pcim_enable_device|pci_enable_device_mem)$/;

/** By functions that are not a probe themselves, as when a device is opened. */
function isCalledElsewhere({ functions }: FileFacts, wanted: (name: string) => boolean): boolean {
  return functions.some(({ calls }) => ![...calls].some((name) => enables.test(name)) && [...calls].some(wanted));
}
