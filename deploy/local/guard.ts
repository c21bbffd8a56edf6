// A process of its own, which ends what its owner began once the owner is gone, however he ended: the kernel closes its input then.
import { existsSync } from 'node:fs'
import { forgetInfra } from './infra.ts'
import { registerIn } from './register.ts'

const [, , folder] = process.argv as [string, string, string]
process.stdin.resume().once('end', async () => {
  if (!existsSync(folder)) return
  await registerIn(folder).endOrphans()
  await forgetInfra(folder)
})
