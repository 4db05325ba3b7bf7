import { describe, expect, it } from 'vitest';
import type { Machine, ProjectRole } from '../api/types';
import type { Rights } from '../projects/roles';
import { refusal, sshLine, transition, visibleSelection } from './machineState';

const machine = (values: Partial<Machine>): Machine =>
  ({
    id: 'm',
    name: 'web2',
    project: { id: 'lab', name: 'lab' },
    state: 'RUNNING',
    busy: false,
    addresses: [],
    actions: [],
    ...values,
  }) as Machine;

const role = (given?: ProjectRole): Rights => ({
  administrator: false,
  mayMakeProjects: false,
  roles: given && new Map([['lab', given]]),
});
const owner = role('OWNER');

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
    expect(refusal(stopped, 'stop', owner)).toBe('It is stopped already.');
    expect(refusal(stopped, 'force-stop', owner)).toBe('It is stopped already.');
  });
  it('has a reason even where the server gave none', () => {
    expect(refusal(machine({ state: 'DELETING' }), 'start', owner)).toBe(
      'Not possible while the machine is being deleted.',
    );
  });
  it('does not include cutting the power while something gentler hangs', () => {
    const hanging = machine({ busy: true, actions: [{ name: 'stop', allowed: false, reason: 'A job is at work.' }] });
    expect(refusal(hanging, 'stop', owner)).toBe('A job is at work.');
    expect(refusal(hanging, 'force-stop', owner)).toBeUndefined();
  });
  it('is every command of a viewer, and of everybody whose role is not known yet', () => {
    const running = machine({ busy: true, actions: [{ name: 'stop', allowed: true }] });
    for (const command of ['stop', 'force-stop', 'start', 'delete'] as const) {
      expect(refusal(running, command, role('VIEWER'))).toContain('You are a viewer of the project lab.');
      expect(refusal(running, command, role())).toContain('still being looked up');
    }
    expect(refusal(running, 'stop', role('MEMBER'))).toBeUndefined();
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
