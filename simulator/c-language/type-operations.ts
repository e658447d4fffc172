/** Questions about C types that every room may ask: the door to `type-operations/` and `layout.ts`. */
export * from './type-operations/basic-types.ts';
export * from './type-operations/predicates.ts';
export * from './type-operations/arithmetic.ts';
export * from './type-operations/compatibility.ts';
export * from './type-operations/description.ts';
export { alignOf, findMember, isComplete, memberOffset, sizeOf, type MemberPath } from './layout.ts';
