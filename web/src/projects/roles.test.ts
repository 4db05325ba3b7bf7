import { describe, expect, it } from 'vitest';
import type { Member, Page, Project } from '../api/types';
import { mayManage, projectMakingReason, rolesIn, soleOwner, viewerReason, type Rights } from './roles';

const project = (id: string, role?: Project['role']) => ({ id, name: id, role }) as Project;
const reference = { id: 'lab', name: 'lab' };
const unknown: Rights = { administrator: false, mayMakeProjects: false };
const rights = (role?: Project['role']): Rights => ({ ...unknown, roles: rolesIn([project('lab', role)]) });
const everything: Rights = { administrator: true, mayMakeProjects: true };

describe('what a person may do in a project', () => {
  it('is nothing before it is known', () => {
    expect(viewerReason(reference, unknown)).toContain('still being looked up');
  });
  it('is nothing but looking for a viewer, and says who can change that', () => {
    expect(viewerReason(reference, rights('VIEWER'))).toContain('One of its owners');
  });
  it('is whatever the machines allow for members and owners', () => {
    expect(viewerReason(reference, rights('MEMBER'))).toBeUndefined();
    expect(viewerReason(reference, rights('OWNER'))).toBeUndefined();
  });
  it('is nothing for somebody who is not in it', () => {
    expect(viewerReason(reference, rights())).toBe('You are not in the project lab.');
  });
  it('is everything for an administrator, who need not be in it', () => {
    expect(viewerReason(reference, everything)).toBeUndefined();
    expect(mayManage(project('lab'), true)).toBe(true);
    expect(mayManage(project('lab', 'MEMBER'), false)).toBe(false);
  });
  it('includes making another project only where the server says so', () => {
    expect(projectMakingReason(rights('OWNER'))).toContain('Only administrators');
    expect(projectMakingReason({ ...rights(), mayMakeProjects: true })).toBeUndefined();
  });
});

describe('the only owner of a project', () => {
  const page = (offset: number, ...roles: Member['role'][]): Page<Member> => ({
    items: roles.map((role, index) => ({ user: { id: `u${index}` }, role }) as Member),
    total: offset + roles.length,
    limit: 25,
    offset,
  });
  it('is the one before all who are none', () => {
    expect(soleOwner(page(0, 'OWNER', 'MEMBER', 'VIEWER'))).toBe('u0');
    expect(soleOwner(page(0, 'OWNER'))).toBe('u0');
  });
  it('is nobody where there are several, also on pages before this one', () => {
    expect(soleOwner(page(0, 'OWNER', 'OWNER', 'MEMBER'))).toBeUndefined();
    expect(soleOwner(page(25, 'OWNER', 'MEMBER'))).toBeUndefined();
    expect(soleOwner({ ...page(0, 'OWNER'), total: 2 })).toBeUndefined();
  });
});
