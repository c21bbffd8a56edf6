import type { DeviceChanged, PinChanged } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { columns, type Pool, type Tx } from '@timbang/postgres/pool'

/** Whoever decides about a machine's numbers waits for the other: each has one next version. */
export const lockDevice = async (tx: Tx, device: string): Promise<void> =>
  void (await tx.query(`select pg_advisory_xact_lock(hashtextextended('device ' || $1, 0))`, [device]))

export async function loadDevice(reader: Tx | Pool, device: string): Promise<DeviceChanged | undefined> {
  const { rows } = await reader.query<DeviceChanged>(
    `select device, agency_id as "agencyId", zone, version from device where device = $1`,
    [device],
  )
  return rows[0]
}

export async function loadPins(reader: Tx | Pool, device: string, pins: readonly string[]): Promise<PinChanged[]> {
  const { rows } = await reader.query<PinChanged>(
    `select device, pin, holders, version from pin where device = $1 and pin = any ($2::text[]) order by pin`,
    [device, pins],
  )
  return rows
}

/** States: the highest version stands. @param devices and @param pins each thing once */
export async function putPins(tx: Tx, devices: readonly DeviceChanged[], pins: readonly PinChanged[]): Promise<void> {
  if (devices.length > 0)
    await tx.query(
      `insert into device (device, agency_id, zone, version) select * from unnest($1::text[], $2::uuid[], $3::text[], $4::integer[])
       on conflict (device) do update set agency_id = excluded.agency_id, zone = excluded.zone, version = excluded.version
       where device.version < excluded.version`,
      columns(devices, 'device', 'agencyId', 'zone', 'version'),
    )
  if (pins.length > 0)
    await tx.query(
      `insert into pin (device, pin, holders, version) select * from unnest($1::text[], $2::text[], $3::jsonb[], $4::integer[])
       on conflict (device, pin) do update set holders = excluded.holders, version = excluded.version
       where pin.version < excluded.version`,
      columns(
        pins.map((state) => ({ ...state, holders: JSON.stringify(state.holders) })),
        'device',
        'pin',
        'holders',
        'version',
      ),
    )
}
