import { describe, expect, it } from 'vitest';
import type { Job, Step } from '../api/types';
import { inOrderOfConcern, jobDuration, progressText, stepsOf, stepText } from './progress';

const job = (values: Partial<Job>): Job => ({
  id: 1,
  kind: 'machine.create',
  title: 'Create machine web2',
  state: 'RUNNING',
  owner: { id: 'u', name: 'ada', displayName: 'Ada', role: 'MEMBER', createdAt: '2030-01-01T00:00:00Z' },
  percent: 0,
  cancelRequested: false,
  createdAt: '2030-01-01T00:00:00Z',
  steps: [],
  ...values,
});

const step = (values: Partial<Step>): Step => ({
  name: 'start',
  title: 'Start',
  state: 'PENDING',
  percent: 0,
  attempts: 0,
  ...values,
});

describe('the progress of a job', () => {
  it('names the step at work and the time left', () => {
    expect(progressText(job({ currentStep: 'Copy the disk', secondsLeft: 75 }))).toBe(
      'Copy the disk · about 1 min 15 s left',
    );
  });
  it('says no time where none is known', () => {
    expect(progressText(job({ currentStep: 'Copy the disk' }))).toBe('Copy the disk');
  });
  it('gives the cause of a failure', () => {
    const problem = { type: '', title: '', status: 507, detail: 'The pool is full.' };
    expect(progressText(job({ state: 'FAILED', problem }))).toBe('The pool is full.');
  });
  it('tells how long it took once it ended', () => {
    expect(jobDuration(job({ startedAt: '2030-01-01T00:00:00Z', finishedAt: '2030-01-01T00:00:42Z' }))).toBe('42 s');
    expect(jobDuration(job({}))).toBeUndefined();
  });
});

describe('the steps of a job', () => {
  it('are those of the plan as long as the journal does not know them', () => {
    const plan = {
      steps: [
        { name: 'copy-disk', title: 'Copy' },
        { name: 'start', title: 'Start' },
      ],
    } as Job['plan'];
    const steps = stepsOf(job({ plan, steps: [step({ name: 'copy-disk', state: 'DONE' })] }));
    expect(steps.map((each) => [each.name, each.state])).toEqual([
      ['copy-disk', 'DONE'],
      ['start', 'PENDING'],
    ]);
  });
  it('say what they do, how far they are, and how often they were tried', () => {
    expect(stepText(step({ state: 'RUNNING', detail: '1 of 3 GiB', percent: 33.4, attempts: 2 }))).toBe(
      '1 of 3 GiB · 33% · attempt 2',
    );
  });
});

describe('a list of jobs', () => {
  it('begins with what runs, then what failed', () => {
    const done = { finishedAt: '2030-01-01T00:00:42Z' };
    const jobs = [job({ id: 9, state: 'DONE', ...done }), job({ id: 8, state: 'FAILED', ...done }), job({ id: 7 })];
    expect(inOrderOfConcern(jobs).map((each) => each.id)).toEqual([7, 8, 9]);
  });
});
