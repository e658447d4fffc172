/** What a word means, as Markdown: its declaration, the layout of a record with its cache lines, and what the kernel's rules say of a function. */
import type { Expression } from '../c-language/syntax.ts';
import type { EnumDeclaration, Member, RecordDeclaration } from '../c-language/types.ts';
import { isComplete, sizeOf } from '../c-language/type-operations.ts';
import type { Place } from '../c-language/source.ts';
import { evaluateInteger } from '../c-language/constant-expression.ts';
import type { Analysis, Position } from './analysis.ts';
import { documentationOf } from './documentation.ts';
import { entityAt, type Entity } from './entity.ts';
import { declarationOf, macroHead, memberOf, typedefOf } from './spelling.ts';

export interface Hover {
  readonly markdown: string;
  readonly place: Place;
}

const lineBytes = 64;
/** Rows of a layout; what is left out says so. */
const mostRows = 40;

/** `ownWords`: only what the kernel's rules say and how records lie in cache lines; types are somebody else's to tell. */
export function hoverAt(analysis: Analysis, at: Position, ownWords = false): Hover | null {
  const found = entityAt(analysis, at);
  if (!found) return null;
  const told = ownWords ? describeOwn(found.entity) : describe(found.entity);
  const parts = told.filter((part) => part !== '');
  if (parts.length === 0) return null;
  return { markdown: parts.join('\n\n'), place: found.place };
}

function describeOwn(entity: Entity): string[] {
  switch (entity.kind) {
    case 'symbol':
      return [layoutOf(entity.symbol.type), documentationText(entity.symbol.name)];
    case 'member':
      return [placeInRecord(entity)];
    case 'macro':
      return [documentationText(entity.macro.name)];
    case 'tag':
      return [layoutOf(entity.type)];
    case 'label':
    case 'file':
      return [];
  }
}

function describe(entity: Entity): string[] {
  switch (entity.kind) {
    case 'symbol': {
      const { symbol } = entity;
      if (symbol.symbol === 'enumerator') return [code(`${symbol.name} = ${symbol.value}`)];
      const { type, name } = symbol;
      const declaration = symbol.symbol === 'typedef' ? typedefOf(type, name) : declarationOf(type, name);
      return [
        code((isStatic(entity) ? 'static ' : '') + declaration),
        sizeText(symbol),
        layoutOf(symbol.type),
        documentationText(symbol.name),
      ];
    }
    case 'member':
      return [code(memberOf(entity.member)), placeInRecord(entity)];
    case 'macro': {
      const { name, body } = entity.macro;
      const text = body.map(({ text: word, spaceBefore }, i) => (spaceBefore && i > 0 ? ' ' : '') + word).join('');
      return [code(`#define ${macroHead(entity.macro)} ${text.slice(0, 400)}`), documentationText(name)];
    }
    case 'tag':
      return [layoutOf(entity.type)];
    case 'label':
      return [
        code(`${entity.label.name}:`),
        entity.label.place ? `a label, in line ${entity.label.place.line}` : 'a label that is not there',
      ];
    case 'file':
      return [`\`${entity.file.path}\`${entity.file.builtIn ? ': a header that ships with the DMA debugger' : ''}`];
  }
}

function isStatic({ symbol }: Extract<Entity, { kind: 'symbol' }>): boolean {
  return 'storage' in symbol && symbol.storage === 'static';
}

function code(text: string): string {
  return `\`\`\`c\n${text}\n\`\`\``;
}

function sizeText({ type, symbol }: { readonly type: Expression['type']; readonly symbol: string }): string {
  if (symbol === 'function' || type.kind === 'function' || type.kind === 'record' || !isComplete(type)) return '';
  return bytes(sizeOf(type));
}

function bytes(count: number): string {
  return `${count.toLocaleString('en')} byte${count === 1 ? '' : 's'}`;
}

function placeInRecord({ member, record }: Extract<Entity, { kind: 'member' }>): string {
  const line = Math.floor(member.offset / lineBytes);
  const name = record.tag === null ? 'its record' : `\`${record.union ? 'union' : 'struct'} ${record.tag}\``;
  return `${bytes(sizeOfMember(member))} at offset ${member.offset} of ${name}, in its cache line ${line}${bits(member)}`;
}

function sizeOfMember({ type }: Member): number {
  return isComplete(type) ? sizeOf(type) : 0;
}

function bits({ bitField }: Member): string {
  return bitField ? `; bits ${bitField.bitOffset} to ${bitField.bitOffset + bitField.width - 1} of its unit` : '';
}

function layoutOf(type: Expression['type']): string {
  if (type.kind === 'record') return recordLayout(type.declaration);
  return type.kind === 'enum' ? enumValues(type.declaration) : '';
}

/** A record that starts at a cache line's boundary, as `kmalloc` and the page allocator give it from 64 bytes on. */
function recordLayout({ tag, union, size, alignment, members, complete }: RecordDeclaration): string {
  const name = `${union ? 'union' : 'struct'}${tag === null ? '' : ` ${tag}`}`;
  if (!complete) return `\`${name}\` is declared only: its layout is not known here`;
  const lines = Math.ceil(size / lineBytes);
  const head = `\`${name}\`: ${bytes(size)}, aligned to ${alignment}, ${lines} cache line${lines === 1 ? '' : 's'}`;
  const rows = members.slice(0, mostRows).map(memberRow);
  const more = members.length > mostRows ? `\n\n… and ${members.length - mostRows} more` : '';
  return `${head}\n\n| offset | bytes | line | member |\n| --: | --: | --: | :-- |\n${rows.join('\n')}${more}`;
}

function memberRow(member: Member): string {
  const { offset } = member;
  const line = Math.floor(offset / lineBytes);
  return `| ${offset} | ${sizeOfMember(member)} | ${line} | \`${memberOf(member)}\` |`;
}

function enumValues({ tag, enumerators }: EnumDeclaration): string {
  const rows = enumerators.slice(0, mostRows).map(({ name, value }) => `| \`${name}\` | ${value} |`);
  return `\`enum${tag === null ? '' : ` ${tag}`}\`\n\n| name | value |\n| :-- | --: |\n${rows.join('\n')}`;
}

function documentationText(name: string): string {
  const found = documentationOf(name);
  if (!found) return '';
  const rules = found.rules.map((rule) => `- ${rule}`).join('\n');
  return `${found.summary}${rules === '' ? '' : `\n\n${rules}`}\n\n*Linux 6.1: ${found.source}*`;
}

/** The value of an expression that the compiler knows, as a number; null: it does not, or it is too large. */
export function constantOf(expression: Expression): number | null {
  const value = evaluateInteger(expression);
  return value !== null && value >= 0n && value < 1n << 40n ? Number(value) : null;
}
