import { SHORT_LIVED } from '@timbang/deploy/local/component/kafka'
import { readEnv } from '@timbang/deploy/local/env'

/** Of the brokers that tests start for themselves, too: whoever runs them inherits it. */
export function setup(): void {
  process.env['KAFKA_JAVA'] ??= [readEnv()['KAFKA_JAVA'], ...SHORT_LIVED].join(' ')
}
