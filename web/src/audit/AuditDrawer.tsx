import {
  DescriptionList,
  DrawerActions,
  DrawerCloseButton,
  DrawerHead,
  DrawerPanelBody,
  DrawerPanelContent,
  Label,
  Title,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { Link } from 'react-router';
import type { AuditRecord } from '../api/types';
import { useProject } from '../projects/calls';
import { Fact } from '../shell/Fact';
import { Fetched } from '../shell/Fetched';
import { pointInTime } from '../shell/format';
import { useAuditEntry } from './calls';
import { changesOf } from './changes';
import { outcomes } from './outcomes';

/** All about one entry, beside the list. */
export function AuditDrawer({ seq, onClose }: { seq: string; onClose: () => void }) {
  const entry = useAuditEntry(seq);
  return (
    <DrawerPanelContent defaultSize="28rem" minSize="20rem" data-testid="audit-entry">
      <DrawerHead>
        <Title headingLevel="h2" size="lg">
          Entry {seq}
        </Title>
        <DrawerActions>
          <DrawerCloseButton onClick={onClose} aria-label="Close the entry" />
        </DrawerActions>
      </DrawerHead>
      <DrawerPanelBody>
        <Fetched query={entry} what="The entry">
          {(record) => <Entry record={record} />}
        </Fetched>
      </DrawerPanelBody>
    </DrawerPanelContent>
  );
}

function Entry({ record }: { record: AuditRecord }) {
  const credential = [record.credentialKind, record.credentialName].filter(Boolean).join(' ');
  return (
    <>
      <DescriptionList isCompact>
        <Fact term="What">
          {record.action}{' '}
          <Label isCompact color={outcomes[record.outcome].color}>
            {outcomes[record.outcome].label}
          </Label>
        </Fact>
        {record.detail && <Fact term="Why">{record.detail}</Fact>}
        <Fact term="When">{pointInTime(record.at)}</Fact>
        <Fact term="Who">
          {record.actorName ?? 'a stranger'}
          {credential && `, by ${credential}`}
          {record.address && `, from ${record.address}`}
        </Fact>
        {record.objectType && (
          <Fact term="Object">
            {record.objectType} {record.objectName} {record.objectId && <code>{record.objectId}</code>}
          </Fact>
        )}
        {record.projectId && (
          <Fact term="Project">
            <ProjectName id={record.projectId} />
          </Fact>
        )}
        {record.repeats > 1 && <Fact term="Stands for">{record.repeats} requests like it within a minute</Fact>}
        {record.jobId !== undefined && (
          <Fact term="Job">
            <Link to={`/jobs/${record.jobId}`}>Job {record.jobId}</Link>
          </Fact>
        )}
        {record.route && (
          <Fact term="Request">
            <code>{record.route}</code>
          </Fact>
        )}
        {record.requestId && (
          <Fact term="Request id">
            <code>{record.requestId}</code>
          </Fact>
        )}
      </DescriptionList>
      <Changes before={record.before} after={record.after} />
      <Asked asked={record.asked} />
      <DescriptionList isCompact className="pando-gap-above">
        <Fact term="Hash">
          <code className="pando-hash">{record.hash}</code>
        </Fact>
      </DescriptionList>
    </>
  );
}

/** What the project is called now; one that is gone has no name any more. */
function ProjectName({ id }: { id: string }) {
  const project = useProject(id);
  return project.data ? <Link to={`/projects/${id}`}>{project.data.name}</Link> : <code>{id}</code>;
}

function Changes({ before, after }: { before?: string; after?: string }) {
  const changes = changesOf(before, after);
  if (changes.length === 0) return null;
  return (
    <Table
      aria-label="Changed"
      variant="compact"
      borders={false}
      className="pando-gap-above"
      data-testid="audit-changes"
    >
      <Thead>
        <Tr>
          <Th>Changed</Th>
          <Th>Before</Th>
          <Th>After</Th>
        </Tr>
      </Thead>
      <Tbody>
        {changes.map((change) => (
          <Tr key={change.field}>
            <Td dataLabel="Changed">{change.field}</Td>
            <Td dataLabel="Before" modifier="breakWord">
              {change.before ?? '–'}
            </Td>
            <Td dataLabel="After" modifier="breakWord">
              {change.after ?? '–'}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function Asked({ asked }: { asked?: string }) {
  const fields = changesOf(undefined, asked);
  if (fields.length === 0) return null;
  return (
    <Table aria-label="Asked for" variant="compact" borders={false} className="pando-gap-above">
      <Thead>
        <Tr>
          <Th>Asked for</Th>
          <Th screenReaderText="Value" />
        </Tr>
      </Thead>
      <Tbody>
        {fields.map((field) => (
          <Tr key={field.field}>
            <Td dataLabel="Field">{field.field}</Td>
            <Td dataLabel="Value" modifier="breakWord">
              {field.after}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
