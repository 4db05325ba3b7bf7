import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { get, queryString, type Query } from '../api/client';
import type { AuditRecord, AuditVerification, Page } from '../api/types';

export function useAudit(filter: Query) {
  return useQuery({
    queryKey: ['audit', 'list', filter],
    queryFn: ({ signal }) => get<Page<AuditRecord>>('/audit', filter, signal),
    placeholderData: keepPreviousData,
  });
}

export function useAuditEntry(seq: string) {
  return useQuery({
    queryKey: ['audit', 'one', seq],
    queryFn: ({ signal }) => get<AuditRecord>(`/audit/${seq}`, undefined, signal),
    // An entry never changes.
    staleTime: Infinity,
    refetchInterval: false,
  });
}

export function useVerification() {
  return useMutation({ mutationFn: () => get<AuditVerification>('/audit/verification') });
}

export const exportAddress = (filter: Query, format: 'jsonl' | 'csv'): string =>
  `/api/v1/audit/export${queryString({ ...filter, limit: undefined, offset: undefined, format })}`;
