import { describe, expect, it } from 'vitest';
import type { Machine } from '../api/types';
import { refusal, sshLine, transition, visibleSelection } from './machineState';

const machine = (values: Partial<Machine>): Machine =>
  ({ id: 'm', name: 'web2', state: 'RUNNING', busy: false, addresses: [], actions: [], ...values }) as Machine;

describe('what happens to a machine', () => {
  it('is nothing while no job works on it', () => {
    expect(transition(machine({}), undefined)).toBeUndefined();
  });
  it('is told by the kind of its job', () => {
    expect(transition(machine({ busy: true }), { kind: 'machine.stop', state: 'RUNNING' })).toBe('Stopping');
    expect(transition(machine({ busy: true }), { kind: 'machine.stop', state: 'UNDOING' })).toBe('Being undone');
  });
  it('is told by its state where the job is not known', () => {
    expect(transition(machine({ state: 'PROVISIONING', busy: true }), undefined)).toBe('Being made');
    expect(transition(machine({ busy: true }), undefined)).toBe('Working');
  });
});

describe('a command that cannot be given', () => {
  it('says why, in the words of the server', () => {
    const stopped = machine({
      state: 'STOPPED',
      actions: [{ name: 'stop', allowed: false, reason: 'It is stopped already.' }],
    });
    expect(refusal(stopped, 'stop')).toBe('It is stopped already.');
    expect(refusal(stopped, 'force-stop')).toBe('It is stopped already.');
  });
  it('has a reason even where the server gave none', () => {
    expect(refusal(machine({ state: 'DELETING' }), 'start')).toBe('Not possible while the machine is being deleted.');
  });
  it('does not include cutting the power while something gentler hangs', () => {
    const hanging = machine({ busy: true, actions: [{ name: 'stop', allowed: false, reason: 'A job is at work.' }] });
    expect(refusal(hanging, 'stop')).toBe('A job is at work.');
    expect(refusal(hanging, 'force-stop')).toBeUndefined();
  });
});

describe('the ssh line', () => {
  it('needs an address and prefers the short kind', () => {
    expect(sshLine(machine({}))).toBeUndefined();
    expect(sshLine(machine({ addresses: ['fe80::1', '10.83.0.7'], account: 'ada' }))).toBe('ssh ada@10.83.0.7');
    expect(sshLine(machine({ addresses: ['fe80::1'] }))).toBe('ssh fe80::1');
  });
});

describe('the selection', () => {
  it('never holds rows that are not shown', () => {
    expect(visibleSelection([{ id: 'a' }, { id: 'b' }], new Set(['b', 'c']))).toEqual([{ id: 'b' }]);
  });
});
