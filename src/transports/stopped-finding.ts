import type { DoctorFinding, DoctorStage } from '../core/diagnosis.ts';
import type { Problem, ProblemCode } from '../core/problem.ts';

/** The last finding of an examination that went no further; `stage` is where the connection stood. */
export function stoppedFinding(problem: Problem, stage: DoctorStage): DoctorFinding {
  return {
    stage: stageOfCode[problem.code] ?? stage,
    ok: false,
    text: problem.message,
    ...(problem.wayOut === undefined ? {} : { wayOut: problem.wayOut }),
  };
}

/** Where these problems belong, wherever the connection stood when they came. */
const stageOfCode: Partial<Record<ProblemCode, DoctorStage>> = {
  'dns-failed': 'name',
  'tcp-refused': 'tcp',
  'tcp-unreachable': 'tcp',
  'jump-failed': 'jump',
  'host-key-unknown': 'key',
  'host-key-changed': 'key',
  'host-key-revoked': 'key',
  'host-key-unsupported': 'key',
  'certificate-refused': 'key',
  'known-hosts-unusable': 'key',
  'login-rejected': 'login',
  'login-withheld': 'login',
  'become-rejected': 'become',
  'become-needs-password': 'become',
  'channel-refused': 'shell',
};
