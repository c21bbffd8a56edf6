import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { root } from '@timbang/deploy/local/env'
import { SealServiceService } from '@timbang/contracts/gen/timbang/scoring/v1/seal'
import { SealKind } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import { isRefusal } from '@timbang/contracts/refusal'
import { grpcClient } from '@timbang/process/grpc'
import { bar, machineToken, progress, Stopped, told } from './province.ts'

const kinds: Readonly<Record<string, SealKind>> = {
  evidence: SealKind.SEAL_KIND_EVIDENCE,
  result: SealKind.SEAL_KIND_RESULT,
}

export type SealOutcome =
  | { readonly changed: true; readonly root: string; readonly people: number; readonly edition: number }
  | { readonly changed: false }

/** Asks for a seal and says how far it is. Left in the middle it goes on; the same command takes it up again. */
export async function seal(env: Readonly<Record<string, string>>, period: string, kind: string): Promise<SealOutcome> {
  const wanted = kinds[kind]
  if (wanted === undefined)
    throw new Stopped(`Jenis kunci "${kind}" tidak dikenal: tulis evidence. / Unknown kind of seal: write evidence.`, 2)
  const seals = grpcClient(SealServiceService, env['SCORING_GRPC']!)
  try {
    const token = await machineToken(env, 'importer')
    const asked = await seals.sealQuarter({ commandId: randomUUID(), period, kind: wanted }, { token })
    if (isRefusal(asked)) throw new Stopped(told(asked))
    const answers = seals.watchSeal({ sealId: asked.sealId }, { token })
    for await (const step of answers) {
      if (step.stage === 'waiting') progress(`Menunggu / waiting for ${step.awaited.join(', ')}`)
      else if (step.stage === 'counting') progress(`Menghitung / computing ${bar(step.done, step.total)}`)
      else {
        progress('')
        return step.seal === undefined
          ? { changed: false }
          : {
              changed: true,
              root: step.seal.root.toString('hex'),
              people: step.seal.people,
              edition: step.seal.edition,
            }
      }
    }
    const refusal = answers.refusal()
    throw new Stopped(
      refusal === undefined
        ? 'Sambungan terputus; penguncian berjalan terus. Ulangi perintah ini untuk melihatnya. / The line broke; sealing goes on. Run the command again to look.'
        : told(refusal),
    )
  } finally {
    seals.close()
  }
}

export type Verdict =
  | { same: true; root: string; people: number; records: number; milliseconds: number }
  | { same: false; why: string }

/**
 * Computes a sealed quarter again, in a process that has the log and the bundle and no database.
 * @param wanted an edition as it was typed; the newest when absent
 */
export async function replay(
  env: Readonly<Record<string, string>>,
  period: string,
  wanted: string | undefined,
): Promise<Verdict> {
  if (wanted !== undefined && !/^[1-9][0-9]{0,8}$/.test(wanted))
    throw new Stopped(`Edisi "${wanted}" bukan bilangan: tulis 1. / The edition is a number: write 1.`, 2)
  const edition = wanted === undefined ? undefined : Number(wanted)
  const scoring = grpcClient(SealServiceService, env['SCORING_GRPC']!)
  const bundle = await scoring
    .getAuditBundle({ period, kind: SealKind.SEAL_KIND_EVIDENCE, edition }, { token: await machineToken(env, 'cli') })
    .finally(() => scoring.close())
  if (isRefusal(bundle)) throw new Stopped(told(bundle))
  const folder = await mkdtemp(`${tmpdir()}/timbang-audit-`)
  try {
    const file = `${folder}/bundle.json`
    await writeFile(
      file,
      JSON.stringify({
        manifest: bundle.manifest.toString('base64'),
        signature: bundle.signature,
        earlier: bundle.earlier.map(({ manifest, signature }) => ({
          manifest: manifest.toString('base64'),
          signature,
        })),
        quarterKey: bundle.quarterKey.toString('base64'),
        publicKey: JSON.parse(bundle.publicKeyJwk.toString()),
      }),
      { mode: 0o600 },
    )
    const output = await new Promise<string>((resolve, reject) => {
      const child = spawn(
        process.execPath,
        ['--disable-warning=ExperimentalWarning', `${root}services/scoring/src/main-replay.ts`],
        {
          env: {
            PATH: process.env['PATH'] ?? '',
            KAFKA_BROKERS: env['REPLAY_KAFKA_BROKERS'] ?? env['KAFKA_BROKERS']!,
            KAFKA_TOPIC_PREFIX: env['KAFKA_TOPIC_PREFIX'] ?? '',
            AUDIT_BUNDLE: file,
          },
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      )
      let text = ''
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString()
      })
      child.once('error', reject)
      child.once('exit', () => resolve(text))
    })
    const last = output.trim().split('\n').at(-1) ?? ''
    if (!last.startsWith('{')) throw new Stopped('Hitung ulang berhenti di tengah jalan. / The replay broke off.')
    return JSON.parse(last) as Verdict
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
