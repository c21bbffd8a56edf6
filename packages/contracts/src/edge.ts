import { readFileSync } from 'node:fs'
import {
  createFileRegistry,
  type DescExtension,
  type DescField,
  type DescMessage,
  type FileRegistry,
  fromBinary,
  getExtension,
  hasExtension,
  type Message,
  ScalarType,
} from '@bufbuild/protobuf'
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import { type Refusal, refuse } from './refusal.ts'
import { daysIn, FIRST_YEAR, isInstant, isSeen, isText, LAST_YEAR, words } from './word.ts'

/** Every file that the contracts were generated from, with all that they import. */
export const descriptors = readFileSync(new URL('../gen/descriptors.binpb', import.meta.url))
export const registry: FileRegistry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptors))

/** Says what is wrong with a message as ts-proto reads it, or nothing. */
export type Check = (message: never) => Refusal | undefined
/** @param path the field, as its sender calls it */
type Look = (value: unknown, path: string) => Refusal | undefined

/** In the order of the enum `Word`. */
const TEXTS = [undefined, 'uuid', 'id', 'code', 'date', 'month', 'period', 'cursor', undefined, undefined] as const
const TEXT = 8
const INSTANT = 9

const extension = (name: string): DescExtension => {
  const found = registry.getExtension(`timbang.edge.v1.${name}`)
  if (found === undefined) throw new Error(`the contracts have no option ${name}`)
  return found
}
const options = {
  is: extension('is'),
  letters: extension('letters'),
  items: extension('items'),
  within: extension('within'),
  orEmpty: extension('or_empty'),
  apart: extension('apart'),
  span: extension('span'),
}
function said<T>(of: DescField | DescMessage, option: DescExtension): T | undefined {
  const given = of.proto.options as Message | undefined
  return given !== undefined && hasExtension(given, option as DescExtension)
    ? (getExtension(given, option as DescExtension) as T)
    : undefined
}

const invalid = (hint: string, path: string): Refusal => refuse('request.value-invalid', { hint }, path)

/** The check of what a method takes. @param path e.g. `/timbang.journal.v1.EntryService/GetMonth` */
export function checkOfMethod(path: string): Check {
  const [, service, name] = path.split('/')
  const method = registry.getService(service!)?.methods.find((one) => one.name === name)
  if (method === undefined) throw new Error(`the contracts have no method ${path}`)
  return checkOf(method.input.typeName)
}

/** The check of a message, made once. @param typeName e.g. `timbang.journal.v1.GetMonthRequest` */
export function checkOf(typeName: string): Check {
  const message = registry.getMessage(typeName)
  if (message === undefined) throw new Error(`the contracts have no message ${typeName}`)
  const look = lookOf(message)
  return (value) => look(value, '')
}

const made = new Map<string, Look>()
function lookOf(message: DescMessage): Look {
  const known = made.get(message.typeName)
  if (known !== undefined) return known
  const looks: (readonly [DescField, Look])[] = []
  const span = spanOf(message)
  const look: Look = (value, path) => {
    const fields = value as Record<string, unknown>
    for (const [field, each] of looks) {
      const holder = field.oneof === undefined || field.proto.proto3Optional ? undefined : field.oneof.localName
      const chosen =
        holder === undefined ? undefined : (fields[holder] as { $case: string; value: unknown } | undefined)
      const here =
        holder === undefined ? fields[field.localName] : chosen?.$case === field.localName ? chosen.value : undefined
      if (here === undefined) continue
      const fault = each(here, path === '' ? field.name : `${path}.${field.name}`)
      if (fault !== undefined) return fault
    }
    return span?.(fields, path)
  }
  made.set(message.typeName, look)
  for (const field of message.fields) {
    const each = fieldLook(field)
    if (each !== undefined) looks.push([field, each])
  }
  return look
}

function fieldLook(field: DescField): Look | undefined {
  const where = `${field.parent.typeName}.${field.name}`
  if (field.fieldKind === 'map') throw new Error(`${where} is a map, for which there are no words`)
  const one = valueLook(field, where)
  if (field.fieldKind !== 'list') return one
  const items = said<number>(field, options.items)
  if (items === undefined) throw new Error(`${where} does not say how many items it takes`)
  const each = said<boolean>(field, options.apart) === true ? undefined : one
  return (value, path) => {
    const list = value as readonly unknown[]
    if (list.length > items) return refuse('request.too-many-items', { limit: items }, path)
    if (each === undefined) return undefined
    for (let at = 0; at < list.length; at++) {
      const fault = each(list[at], `${path}.${at}`)
      if (fault !== undefined) return fault
    }
    return undefined
  }
}

function valueLook(field: DescField, where: string): Look | undefined {
  if (field.message !== undefined) return lookOf(field.message)
  if (field.enum !== undefined) {
    const numbers = new Set(field.enum.values.map((value) => value.number))
    return (value, path) => (numbers.has(value as number) ? undefined : invalid([...numbers].join(' | '), path))
  }
  const letters = said<number>(field, options.letters)
  const word = said<number>(field, options.is)
  const orEmpty = said<boolean>(field, options.orEmpty) === true
  switch (field.scalar as ScalarType) {
    case ScalarType.BOOL:
      return undefined
    case ScalarType.BYTES:
      if (letters === undefined) throw new Error(`${where} does not say how many bytes it takes`)
      return (value, path) =>
        (value as Uint8Array).length > letters
          ? refuse('request.too-large', { limit: `${letters} B` }, path)
          : undefined
    case ScalarType.STRING: {
      if (word === TEXT) {
        if (letters === undefined) throw new Error(`${where} does not say how many letters it takes`)
        return (value, path) =>
          (orEmpty && value === '') || (isText(value as string, letters) && (orEmpty || isSeen(value as string)))
            ? undefined
            : invalid(`${orEmpty ? 0 : 1} – ${letters}, UTF-8`, path)
      }
      const name = TEXTS[word ?? 0]
      if (name === undefined) throw new Error(`${where} does not say which word it is`)
      const { is, hint } = words[name]
      return (value, path) => ((orEmpty && value === '') || is(value as string) ? undefined : invalid(hint, path))
    }
    default: {
      if (word === INSTANT)
        return (value, path) =>
          (orEmpty && Number(value) === 0) || isInstant(value as bigint)
            ? undefined
            : invalid(`epoch ms, ${FIRST_YEAR} – ${LAST_YEAR}`, path)
      const within = said<{ least: bigint; most: bigint }>(field, options.within)
      if (within === undefined) throw new Error(`${where} does not say between which numbers it lies`)
      const { least, most } = within
      return (value, path) =>
        (value as number | bigint) >= least && (value as number | bigint) <= most
          ? undefined
          : invalid(`${least} – ${most}`, path)
    }
  }
}

/** Two dates that are both said: in order, and not farther apart than the message allows. */
function spanOf(
  message: DescMessage,
): ((fields: Record<string, unknown>, path: string) => Refusal | undefined) | undefined {
  const span = said<{ from: string; to: string; mostDays: number }>(message, options.span)
  if (span === undefined) return undefined
  const local = (name: string): string => {
    const field = message.fields.find((one) => one.name === name)
    if (field === undefined) throw new Error(`${message.typeName} has a span to ${name} and no such field`)
    return field.localName
  }
  const [from, to] = [local(span.from), local(span.to)]
  return (fields, path) => {
    if (fields[from] === '' || fields[to] === '') return undefined
    const days = daysIn(fields[from] as string, fields[to] as string)
    return days >= 1 && days <= span.mostDays
      ? undefined
      : invalid(`${span.from} ≤ ${span.to}, ≤ ${span.mostDays}`, path === '' ? span.to : `${path}.${span.to}`)
  }
}
