import { AssessmentServiceService } from '@timbang/contracts/gen/timbang/appraisal/v1/assessment'
import { AppraisalServiceService } from '@timbang/contracts/gen/timbang/appraisal/v1/service'
import { DelegationServiceService } from '@timbang/contracts/gen/timbang/directory/v1/delegation'
import { DutyServiceService } from '@timbang/contracts/gen/timbang/directory/v1/duty'
import { FileServiceService } from '@timbang/contracts/gen/timbang/directory/v1/file'
import { DirectoryServiceService } from '@timbang/contracts/gen/timbang/directory/v1/service'
import { IndicatorServiceService } from '@timbang/contracts/gen/timbang/directory/v1/indicator'
import { LineServiceService } from '@timbang/contracts/gen/timbang/directory/v1/line'
import { OwnDataServiceService } from '@timbang/contracts/gen/timbang/directory/v1/own'
import { PinServiceService } from '@timbang/contracts/gen/timbang/directory/v1/pin'
import { SessionServiceService } from '@timbang/contracts/gen/timbang/directory/v1/session'
import { TicketServiceService } from '@timbang/contracts/gen/timbang/directory/v1/ticket'
import { AuditServiceService } from '@timbang/contracts/gen/timbang/audit/v1/audit'
import { DraftServiceService } from '@timbang/contracts/gen/timbang/journal/v1/draft'
import { EntryServiceService } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { LeaveServiceService } from '@timbang/contracts/gen/timbang/journal/v1/leave'
import { PresenceServiceService } from '@timbang/contracts/gen/timbang/journal/v1/presence'
import { TeamServiceService } from '@timbang/contracts/gen/timbang/journal/v1/team'
import { GraceRequestServiceService } from '@timbang/contracts/gen/timbang/journal/v1/request'
import { VerdictServiceService } from '@timbang/contracts/gen/timbang/journal/v1/verdict'
import { FigureServiceService } from '@timbang/contracts/gen/timbang/reporting/v1/figure'
import { ReportingServiceService } from '@timbang/contracts/gen/timbang/reporting/v1/service'
import { PackServiceService } from '@timbang/contracts/gen/timbang/scoring/v1/pack'
import { ScoreServiceService } from '@timbang/contracts/gen/timbang/scoring/v1/score'
import { SealServiceService } from '@timbang/contracts/gen/timbang/scoring/v1/seal'
import { grpcClient } from '@timbang/process/grpc'
import type { Config } from './config.ts'

/** The services that the pages read, and relay commands to. */
export const createClients = ({ services }: Pick<Config, 'services'>) => ({
  directory: grpcClient(DirectoryServiceService, services.directory),
  sessions: grpcClient(SessionServiceService, services.directory),
  own: grpcClient(OwnDataServiceService, services.directory),
  line: grpcClient(LineServiceService, services.directory),
  tickets: grpcClient(TicketServiceService, services.directory),
  delegations: grpcClient(DelegationServiceService, services.directory),
  duty: grpcClient(DutyServiceService, services.directory),
  files: grpcClient(FileServiceService, services.directory),
  pins: grpcClient(PinServiceService, services.directory),
  indicators: grpcClient(IndicatorServiceService, services.directory),
  entries: grpcClient(EntryServiceService, services.journal),
  verdicts: grpcClient(VerdictServiceService, services.journal),
  team: grpcClient(TeamServiceService, services.journal),
  presence: grpcClient(PresenceServiceService, services.journal),
  leave: grpcClient(LeaveServiceService, services.journal),
  grace: grpcClient(GraceRequestServiceService, services.journal),
  drafts: grpcClient(DraftServiceService, services.journal),
  appraisal: grpcClient(AppraisalServiceService, services.appraisal),
  assessments: grpcClient(AssessmentServiceService, services.appraisal),
  scores: grpcClient(ScoreServiceService, services.scoring),
  packs: grpcClient(PackServiceService, services.scoring),
  seals: grpcClient(SealServiceService, services.scoring),
  /** Each keeps its own record of looks and decisions. */
  audit: {
    directory: grpcClient(AuditServiceService, services.directory),
    journal: grpcClient(AuditServiceService, services.journal),
    appraisal: grpcClient(AuditServiceService, services.appraisal),
    scoring: grpcClient(AuditServiceService, services.scoring),
    feedback: grpcClient(AuditServiceService, services.surveys),
  },
  reporting: grpcClient(ReportingServiceService, services.reporting),
  figures: grpcClient(FigureServiceService, services.reporting),
})
export type Clients = ReturnType<typeof createClients>

export function closeClients({ audit, ...others }: Clients): void {
  for (const client of [...Object.values(others), ...Object.values(audit)]) client.close()
}
