import { addDays, type Instant } from '@timbang/rules/civil-date'
import { type Service, soFar, type ToldFigure } from '../figures.ts'
import { minuteOf, today } from './day.ts'

const MIDNIGHT = 24 * 60

/** What the systems of services tell at an instant: today as far as it has come, and yesterday whole, which was perhaps left half told. */
export const toldAt = (services: readonly Service[], now: Instant): Omit<ToldFigure, 'toldAt'>[] =>
  services.flatMap((service) =>
    [soFar(service, addDays(today(now), -1), MIDNIGHT), soFar(service, today(now), minuteOf(now))].filter(
      (figure) => figure !== undefined,
    ),
  )
