import type { Job, JobState, Plan, Step, StepState } from '../api/types';
import { duration, secondsBetween } from '../shell/format';

export const stateLabels: Record<JobState, string> = {
  QUEUED: 'Waiting',
  RUNNING: 'Running',
  UNDOING: 'Being undone',
  DONE: 'Done',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
};

export const stepVariants: Record<StepState, 'pending' | 'info' | 'success' | 'danger' | 'warning'> = {
  PENDING: 'pending',
  RUNNING: 'info',
  DONE: 'success',
  FAILED: 'danger',
  UNDOING: 'warning',
  UNDONE: 'warning',
  LEFT: 'danger',
};

export const stepLabels: Record<StepState, string> = {
  PENDING: 'to come',
  RUNNING: 'at work',
  DONE: 'done',
  FAILED: 'failed',
  UNDOING: 'being undone',
  UNDONE: 'undone',
  LEFT: 'left over',
};

/** What a job does now and how long it will take, in a few words. */
export function progressText(job: Job): string {
  if (job.state === 'QUEUED') return 'Waiting for its turn';
  if (job.state === 'DONE') return 'Done';
  if (job.state === 'FAILED') return job.problem?.detail ?? 'Failed';
  if (job.state === 'CANCELLED') return 'Cancelled and undone';
  const doing = job.currentStep ?? (job.state === 'UNDOING' ? 'Undoing' : 'Working');
  return job.secondsLeft === undefined ? doing : `${doing} · about ${duration(job.secondsLeft)} left`;
}

/** How long a job took, or undefined while it is at work. */
export function jobDuration(job: Job): string | undefined {
  if (job.finishedAt === undefined) return undefined;
  return duration(secondsBetween(job.startedAt ?? job.createdAt, job.finishedAt));
}

/** What is said under a step: what it does, how far it is, how long it took. */
export function stepText(step: Step): string {
  const parts: string[] = [];
  if (step.detail) parts.push(step.detail);
  if (step.state === 'RUNNING' && step.percent > 0) parts.push(`${Math.floor(step.percent)}%`);
  if (step.attempts > 1) parts.push(`attempt ${step.attempts}`);
  if (step.state !== 'PENDING' && step.startedAt && step.finishedAt) {
    parts.push(duration(secondsBetween(step.startedAt, step.finishedAt)));
  }
  return parts.join(' · ');
}

/** The steps of a job: from its journal, or, before it has begun, from its plan. */
export function stepsOf(job: Job, plan: Plan | undefined = job.plan): Step[] {
  const begun = new Map(job.steps.map((step) => [step.name, step]));
  const planned = (plan?.steps ?? [])
    .filter((step) => !begun.has(step.name))
    .map((step): Step => ({ name: step.name, title: step.title, state: 'PENDING', percent: 0, attempts: 0 }));
  return [...job.steps, ...planned];
}

/** Running jobs first, then those that failed, then the rest; each group newest first. */
export function inOrderOfConcern(jobs: Job[]): Job[] {
  const rank = (job: Job) =>
    job.finishedAt === undefined && job.state !== 'FAILED' ? 0 : job.state === 'FAILED' ? 1 : 2;
  return [...jobs].sort((one, other) => rank(one) - rank(other) || other.id - one.id);
}
